/** Routes beside the shipped ones: a panel that votes, and a consultation that silence ends. */
import type { UnitId } from '../../../domain/shared/ids.js';
import type { Route } from '../../../domain/route/route.js';
import { routeWith } from '../law.js';

/** Two of the department's four have to agree, and each of them may send it back. */
export const panelRoute = (department: UnitId): Route => {
  const voted = routeWith('consultLaw', {
    mode: { t: 'quorum', need: 2, veto: false, members: 'snapshot' },
    kind: 'appraisal',
    verdicts: ['approve', 'reject', 'return', 'noOpinion'],
    who: (['officer', 'consultee', 'unitHead'] as const).map((role) => ({ unit: { fixed: department }, role })),
    covers: ['note'],
    returns: { to: ['assess'], maxRounds: 9, collect: true },
  });
  return {
    ...voted,
    key: 'faultPanel',
    edges: [
      ...voted.edges.filter((edge) => edge.from !== 'consultLaw'),
      ...(['approved', 'rejected', 'opinion'] as const).map((on) => ({ from: 'consultLaw', on, to: ['appraise'] })),
      { from: 'consultLaw', on: 'returned' as const, to: ['assess'] },
    ],
  };
};

/** Short terms; who is asked and says nothing has agreed, if he was told in time. */
export const silentRoute = (): Route => {
  const silent = routeWith('consultUnits', {
    limit: { workingDays: 2, extend: { maxTimes: 1, maxTotal: 2 } },
    reminders: [],
    ladder: [],
    silence: { then: 'tacitApprove', basis: 'Quy chế, Điều 4', preNotice: { workingDaysBefore: 1, alsoTo: [] } },
  });
  return { ...routeWith('assess', { limit: { workingDays: 2, extend: { maxTimes: 2, maxTotal: 4 } } }, silent), key: 'faultSilence' };
};
