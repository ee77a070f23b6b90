import type { RouteVersion } from '../../../../web/src/api/types.js';
import { actsOn, standingOf, type VersionAct } from '../../../../web/src/route/standing.js';

const writer = { id: 'prs_writer', honorific: '', name: 'Người soạn', post: '' };
const reader = { id: 'prs_reader', honorific: '', name: 'Người đọc', post: '' };
const at = '2026-11-25T09:00:00.000+07:00';
const draft = { status: 'draft', editors: [writer], submission: null, returned: null, approval: null } as unknown as RouteVersion;
const submitted: RouteVersion = { ...draft, submission: { by: writer, at } };
const approved: RouteVersion = { ...submitted, approval: { by: reader, at } };
const returned: RouteVersion = { ...draft, returned: { by: reader, at, reason: 'Quá dài' } };
const published: RouteVersion = { ...approved, status: 'published' };
const retired: RouteVersion = { ...approved, status: 'retired' };

const WRITES = ['routes.read', 'routes.draft', 'routes.approve', 'routes.publish'];
const JUDGES = ['routes.read', 'routes.approve'];
const acts = (version: RouteVersion, can: readonly string[], person = writer): readonly VersionAct[] => actsOn(version, { can: [...can], person } as never);

describe('a version of a route on its page', () => {
  it('stands where its approval has come to', () => {
    expect([draft, returned, submitted, approved, published, retired].map(standingOf)).toEqual([
      'draft',
      'returned',
      'submitted',
      'approved',
      'published',
      'retired',
    ]);
  });

  it('offers its writer to edit, submit and, once approved, to publish, never to approve or send back', () => {
    expect(acts(draft, WRITES)).toEqual(['edit', 'submit']);
    expect(acts(returned, WRITES)).toEqual(['edit', 'submit']);
    expect(acts(submitted, WRITES)).toEqual(['edit']);
    expect(acts(approved, WRITES)).toEqual(['edit', 'publish']);
    expect(acts(published, WRITES)).toEqual(['copy', 'retire']);
    expect(acts(retired, WRITES)).toEqual(['copy']);
  });

  it('offers a second person to approve or send back what was submitted', () => {
    expect(acts(draft, JUDGES, reader)).toEqual([]);
    expect(acts(submitted, JUDGES, reader)).toEqual(['approve', 'sendBack']);
    expect(acts(approved, JUDGES, reader)).toEqual(['sendBack']);
    expect(acts(published, JUDGES, reader)).toEqual([]);
  });

  it('offers who submitted another’s draft no judgement of it', () => {
    expect(acts({ ...submitted, submission: { by: reader, at } }, WRITES, reader)).toEqual(['edit']);
  });

  it('offers a reader nothing', () => {
    expect([draft, submitted, approved, published].flatMap((version) => acts(version, ['routes.read'], reader))).toEqual([]);
  });
});
