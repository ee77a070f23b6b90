/** Every migration, in order of time. */
import { CreateSchema1795600000000 } from './1795600000000-create-schema.js';

export const MIGRATIONS = [CreateSchema1795600000000];
