/** A person as letters address one. */
import type { Person } from '../api/types.js';

/** Honorific and name. */
export const nameText = (person: Person): string => [person.honorific, person.name].filter((part) => part !== '').join(' ');

/** Honorific, name, post. */
export const personText = (person: Person): string => nameText(person) + (person.post === '' ? '' : `, ${person.post}`);
