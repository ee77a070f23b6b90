import { DomainError } from '../../../../domain/shared/errors.js';
import { requireApprovable, requireApproved, requireDraft, requirePublished, type RouteVersionState } from '../../../../domain/route/route-version.js';
import { nthId } from '../../../support/law.js';

const [writer, reader] = [nthId('person', 1), nthId('person', 2)];
const DIGEST = 'a'.repeat(64);
const draft: RouteVersionState = { status: 'draft', digest: DIGEST, editors: [writer], submittedBy: null, approvedBy: null, approvedDigest: null };
const submitted: RouteVersionState = { ...draft, submittedBy: writer };
const approved: RouteVersionState = { ...submitted, approvedBy: reader, approvedDigest: DIGEST };
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'allowed';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('a version of a route', () => {
  it.each<[string, () => unknown, string]>([
    ['is edited while a draft', () => requireDraft(draft, DIGEST), 'allowed'],
    ['is not edited from an older text', () => requireDraft(draft, 'b'.repeat(64)), 'route_changed'],
    ['is not edited once published', () => requireDraft({ ...draft, status: 'published' }, DIGEST), 'route_not_draft'],
    ['is approved once submitted, by somebody who wrote none of it', () => requireApprovable(submitted, DIGEST, reader), 'allowed'],
    ['is not approved before it is submitted', () => requireApprovable(draft, DIGEST, reader), 'route_not_submitted'],
    ['is not approved by its writer', () => requireApprovable(submitted, DIGEST, writer), 'second_person_needed'],
    ['is not approved by who submitted it', () => requireApprovable({ ...submitted, submittedBy: reader }, DIGEST, reader), 'second_person_needed'],
    ['is not approved as an older text', () => requireApprovable(submitted, 'b'.repeat(64), reader), 'route_changed'],
    ['is published once approved', () => requireApproved(approved, DIGEST), 'allowed'],
    ['is not published without approval', () => requireApproved(draft, DIGEST), 'route_not_approved'],
    ['is not published on the approval of an older text', () => requireApproved({ ...approved, approvedDigest: 'b'.repeat(64) }, DIGEST), 'route_not_approved'],
    ['is not published twice', () => requireApproved({ ...approved, status: 'published' }, DIGEST), 'route_not_draft'],
    ['is retired once published', () => requirePublished({ status: 'published' }), 'allowed'],
    ['is not retired before', () => requirePublished(draft), 'route_not_published'],
    ['is not retired twice', () => requirePublished({ status: 'retired' }), 'route_not_published'],
  ])('%s', (_name, act, code) => expect(codeOf(act)).toBe(code));
});
