/** A route of two stages: the owning unit assesses, then a panel of people from several units answers. */
import { VERDICTS, type Mode, type Route, type Stage } from '../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../domain/route/shipped-routes.js';

const stage = (key: string): Stage => {
  const found = PROVINCIAL_REVIEW.stages.find((one) => one.key === key);
  if (!found) throw new Error(`no stage ${key}`);
  return found;
};

export const panelReview = (key: string, mode: Mode, change: Partial<Stage> = {}): Route => ({
  ...PROVINCIAL_REVIEW,
  key,
  stages: [
    stage('assess'),
    {
      ...stage('appraise'),
      key: 'panel',
      name: { vi: 'Hội đồng cho ý kiến', en: 'The panel answers' },
      who: [
        { unit: { holderOf: 'consultee' }, role: 'consultee' },
        { unit: { holderOf: 'consultee' }, role: 'unitHead' },
        { unit: { holderOf: 'finance' }, role: 'unitHead' },
        { unit: { holderOf: 'finance' }, role: 'finance' },
      ],
      mode,
      verdicts: VERDICTS,
      duties: { exclude: [] },
      returns: { to: ['assess'], maxRounds: 2 },
      ...change,
    },
  ],
  edges: [
    { from: 'start', to: ['assess'] },
    { from: 'assess', on: 'approved', to: ['panel'] },
    { from: 'panel', on: 'approved', to: 'closeApproved' },
    { from: 'panel', on: 'opinion', to: 'closeApproved' },
    { from: 'panel', on: 'returned', to: ['assess'] },
    { from: 'panel', on: 'rejected', to: 'closeRejected' },
  ],
});
