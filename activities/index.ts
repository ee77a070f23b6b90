/** Every activity of the workers, over one set of commands. */
import type { Commands } from '../commands/index.js';
import { createLaunchActivities, type LaunchActivities } from './launch.activities.js';
import { createProcedureActivities, type ProcedureActivities } from './procedure.activities.js';
import { createReviewActivities, type ReviewActivities } from './review.activities.js';

export type Activities = ReviewActivities & ProcedureActivities & LaunchActivities;

export const createActivities = (commands: Commands): Activities => ({
  ...createReviewActivities(commands),
  ...createProcedureActivities(commands),
  ...createLaunchActivities(commands),
});
