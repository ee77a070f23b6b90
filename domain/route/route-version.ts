/** The life of one version of a route: drafted, submitted, approved by a second person or sent back, published, one day retired. */
import { DomainError } from '../shared/errors.js';
import type { Instant } from '../shared/instant.js';
import type { PersonId } from '../shared/ids.js';

export const ROUTE_STATUSES = ['draft', 'published', 'retired'] as const;
export type RouteStatus = (typeof ROUTE_STATUSES)[number];

/** What decides whether a version may move on; its body is told apart by its digest. */
export type RouteVersionState = {
  readonly status: RouteStatus;
  readonly digest: string;
  readonly editors: readonly PersonId[];
  /** Null while nobody asks for its approval. */
  readonly submittedBy: PersonId | null;
  readonly approvedBy: PersonId | null;
  /** The digest that was approved; an edit afterwards makes it another. */
  readonly approvedDigest: string | null;
};

type At = { readonly at: Instant; readonly by: PersonId; readonly version: number };

/** Facts of a route's stream. Never renamed. */
export type RouteEvent =
  | (At & { readonly type: 'RouteDrafted'; readonly digest: string; readonly replaced: string | null })
  | (At & { readonly type: 'RouteSubmitted'; readonly digest: string; readonly acknowledged: readonly string[] })
  | (At & { readonly type: 'RouteReturned'; readonly digest: string; readonly reason: string })
  | (At & { readonly type: 'RouteApproved'; readonly digest: string })
  | (At & {
      readonly type: 'RoutePublished';
      readonly digest: string;
      readonly approvedBy: PersonId;
      readonly acknowledged: readonly string[];
      readonly proofDigest: string;
    })
  | (At & { readonly type: 'RouteRetired'; readonly reason: string });

/** @throws route_not_draft, route_changed when the digest is not the one the caller saw */
export function requireDraft(state: RouteVersionState, digest: string): void {
  if (state.status !== 'draft') throw new DomainError('route_not_draft', { status: state.status });
  if (state.digest !== digest) throw new DomainError('route_changed', { digest: state.digest });
}

/** Approving and sending back alike. @throws as `requireDraft`, second_person_needed for anybody who wrote or submitted it, route_not_submitted */
export function requireApprovable(state: RouteVersionState, digest: string, by: PersonId): void {
  requireDraft(state, digest);
  if (state.editors.includes(by) || state.submittedBy === by) throw new DomainError('second_person_needed');
  if (state.submittedBy === null) throw new DomainError('route_not_submitted');
}

/** The approver of what is published. @throws as `requireDraft`, route_not_approved */
export function requireApproved(state: RouteVersionState, digest: string): PersonId {
  requireDraft(state, digest);
  if (state.approvedBy === null || state.approvedDigest !== digest) throw new DomainError('route_not_approved', { approvedDigest: state.approvedDigest });
  return state.approvedBy;
}

/** @throws route_not_published */
export function requirePublished(state: Pick<RouteVersionState, 'status'>): void {
  if (state.status !== 'published') throw new DomainError('route_not_published', { status: state.status });
}
