/** Comments on a review with what was answered to each. */
import type { CommentState, ReviewState } from '../domain/review/review.js';
import { stageOf, type Route, type StageKey } from '../domain/route/route.js';
import type { Text } from '../domain/shared/errors.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { namePeople, nameUnits, type PersonName, type UnitName } from './people.js';

export type CommentView = {
  readonly id: string;
  readonly by: PersonName;
  readonly unit: UnitName | null;
  readonly at: Instant;
  readonly stage: { readonly key: StageKey; readonly name: Text } | null;
  readonly taskId: string | null;
  /** Content it is about; null for the whole. */
  readonly path: string | null;
  readonly text: string;
  /** Who it comes from, when not from the person who typed it in. */
  readonly source: string | null;
  /** Null while it waits for an answer. */
  readonly disposition: { readonly kind: 'accepted' | 'explained'; readonly by: PersonName; readonly at: Instant; readonly text: string } | null;
  readonly mayAnswer: boolean;
};

/** Oldest first. @param mayAnswer whether the reader may answer, or answer anew */
export async function commentViews(
  reader: Reader,
  state: Pick<ReviewState, 'comments'>,
  route: Route,
  mayAnswer: (commentId: string) => boolean,
): Promise<readonly CommentView[]> {
  const people = await namePeople(
    reader,
    state.comments.flatMap((comment) => [comment.by, comment.disposition?.by]),
  );
  const units = await nameUnits(
    reader,
    state.comments.map((comment) => comment.unitId),
  );
  return state.comments.map((comment: CommentState): CommentView => ({
    id: comment.id,
    by: people(comment.by),
    unit: comment.unitId === null ? null : units(comment.unitId),
    at: comment.at,
    stage: comment.stageKey === null ? null : { key: comment.stageKey, name: stageOf(route, comment.stageKey).name },
    taskId: comment.taskId,
    path: comment.path,
    text: comment.text,
    source: comment.source,
    disposition: comment.disposition && {
      kind: comment.disposition.kind,
      by: people(comment.disposition.by),
      at: comment.disposition.at,
      text: comment.disposition.text,
    },
    mayAnswer: mayAnswer(comment.id),
  }));
}
