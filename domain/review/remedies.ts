/**
 * What the ladder lets a superior do about a late task. A rung that has told his post grants it: until then, or to another post,
 * nothing is granted.
 */
import type { PersonId } from '../shared/ids.js';
import { stageOf, type Remedy } from '../route/route.js';
import { audienceOf } from './directory.js';
import { dutiesOn, keepsOut } from './duties.js';
import type { Law } from './law.js';
import type { ReviewState, TaskState } from './review.js';

/** Choosing who decides, and deciding, is kept from whom the duties of the stage keep out; asking for time is not. */
const FREE_OF_DUTIES: readonly Remedy[] = ['extend'];

/** Whether a rung that has fired in the running term offers a remedy to a post the person holds now, above those who are asked. */
export const ladderOffers = (task: TaskState, person: PersonId, remedy: Remedy, law: Law): boolean =>
  stageOf(law.route, task.stageKey).ladder.some(
    (rung) =>
      rung.remedies?.includes(remedy) === true &&
      task.rungs.some((record) => record.key === rung.key && record.epoch === task.term.epoch && record.result === 'fired') &&
      rung.notify.some((audience) => audience !== 'assignees' && audienceOf(audience, task, law.directory).includes(person)),
  );

/** Whether the ladder gives a person this remedy on a task, with the duties of its stage heeded. */
export const ladderGrants = (state: ReviewState, task: TaskState, person: PersonId, remedy: Remedy, law: Law): boolean =>
  ladderOffers(task, person, remedy, law) && (FREE_OF_DUTIES.includes(remedy) || !keepsOut(dutiesOn(state, task, person, null, law)));
