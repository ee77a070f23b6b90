/** How a version of a route stands, and what somebody may do with it. */
import type { Me, RouteVersion, RouteVersionLine } from '../api/types.js';

export const STANDINGS = ['draft', 'returned', 'submitted', 'approved', 'published', 'retired'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A draft is told apart by how far its approval has come. */
export function standingOf({ status, approval, submission, returned }: Pick<RouteVersionLine, 'status' | 'approval' | 'submission' | 'returned'>): Standing {
  if (status !== 'draft') return status;
  if (approval !== null) return 'approved';
  if (submission !== null) return 'submitted';
  return returned === null ? 'draft' : 'returned';
}

export const VERSION_ACTS = ['edit', 'copy', 'submit', 'approve', 'sendBack', 'publish', 'retire'] as const;
export type VersionAct = (typeof VERSION_ACTS)[number];

/** Whether the person wrote a part of the draft, or asked for its approval: then a second person judges it. */
export const isOwn = ({ editors, submission }: Pick<RouteVersion, 'editors' | 'submission'>, personId: string): boolean =>
  editors.some((editor) => editor.id === personId) || submission?.by.id === personId;

export function actsOn(version: RouteVersion, { can, person }: Pick<Me, 'can' | 'person'>): readonly VersionAct[] {
  const standing = standingOf(version);
  const draft = version.status === 'draft';
  const judges = can.includes('routes.approve') && !isOwn(version, person.id);
  const open: Readonly<Record<VersionAct, boolean>> = {
    edit: draft && can.includes('routes.draft'),
    copy: !draft && can.includes('routes.draft'),
    submit: (standing === 'draft' || standing === 'returned') && can.includes('routes.draft'),
    approve: standing === 'submitted' && judges,
    sendBack: (standing === 'submitted' || standing === 'approved') && judges,
    publish: standing === 'approved' && can.includes('routes.publish'),
    retire: standing === 'published' && can.includes('routes.publish'),
  };
  return VERSION_ACTS.filter((act) => open[act]);
}
