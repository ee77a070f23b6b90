/** The one way posts and accounts change: the person locked, the reviews it touches locked in order, the fact chained, candidates following at once. */
import { lockAccount } from '../../db/repositories/post.repository.js';
import { DomainError } from '../../domain/shared/errors.js';
import type { Json } from '../../domain/shared/canonical.js';
import type { Operation } from '../../domain/shared/access.js';
import { localDateOf, type Instant, type LocalDate } from '../../domain/shared/instant.js';
import type { PersonId, ReviewId } from '../../domain/shared/ids.js';
import type { PostEvent } from '../../domain/review/posts.js';
import { lockReviews } from '../../db/repositories/review.repository.js';
import type { Transact, Tx } from '../../db/transaction.js';
import type { Actor } from './actor.js';
import { recordAuthority, refreshCandidates } from './authority-change.js';
import { once, scopedKey, type Answer } from './idempotency.js';
import { ZONE_OFFSET_MINUTES } from './procedure-change.js';
import { requireOperation } from './route-change.js';

export type PostChange<A> = {
  readonly personId: PersonId;
  /** Open reviews whose candidates may change. */
  readonly touched: readonly ReviewId[];
  /** Judges and writes, behind every lock. */
  readonly change: (at: { readonly now: Instant; readonly today: LocalDate }) => Promise<{ readonly fact: PostEvent; readonly answer: A }>;
};

/** The stream of what was decided about a person's posts and account. */
export const personStream = (personId: PersonId): string => `person-${personId}`;

/** The person's account, locked. @throws not_found */
export async function holdAccount(tx: Tx, personId: PersonId): Promise<{ readonly active: boolean }> {
  const account = await lockAccount(tx, personId);
  if (!account) throw new DomainError('not_found', { kind: 'person', id: personId });
  return account;
}

/**
 * @param begin locks the person and finds what is touched, before the clock is read
 * @throws not_permitted, key_reused, and whatever `begin` and its change refuse
 * @idempotent by key
 */
export async function changePosts<A extends object>(
  transact: Transact,
  actor: Actor,
  key: string,
  command: object,
  operation: Operation,
  begin: (tx: Tx) => Promise<PostChange<A>>,
): Promise<Answer<A>> {
  return transact((tx) =>
    once(tx, actor, key, command as unknown as Json, async (): Promise<A> => {
      const { personId, touched, change } = await begin(tx);
      const held = (await lockReviews(tx, touched)).map((head) => head.id);
      await requireOperation(tx, actor.personId, operation);
      const { now } = await tx.clock();
      const { fact, answer } = await change({ now, today: localDateOf(now, ZONE_OFFSET_MINUTES) });
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      await recordAuthority(tx, personStream(personId), fact, cause);
      await refreshCandidates(tx, held, cause, personId);
      return answer;
    }),
  );
}
