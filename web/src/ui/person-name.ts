/** A person as letters address one: honorific, name, post. */
import type { Person } from '../api/types.js';

export const personText = (person: Person): string =>
  [person.honorific, person.name].filter((part) => part !== '').join(' ') + (person.post === '' ? '' : `, ${person.post}`);
