/** Carrying an approved proposal out, track by track, to its publication. */
import type { Route } from '../route.js';
import {
  COORDINATOR,
  COUNCIL_SESSION,
  DEFAULT_LADDER,
  DEFAULT_REMINDERS,
  FIRST_VERSION,
  LADDER_WITHOUT_EXTENSION,
  OBSTACLE,
  OWNER_HEAD,
  SHORT_REMINDERS,
} from './parts.js';

/**
 * Stages bear the names of the tracks whose limits and ladders they give; a track without items is never opened. There is
 * no stage for the ministry: waiting for its answer is nobody's lateness here. Walked as a route of its own it publishes
 * once, when its texts stand; the tracks of an approved review publish each text by itself. The terms of publication are
 * the law's own and nobody extends them.
 * @legal Nghị định 63/2010/NĐ-CP (as amended), Điều 9–11 and 31 khoản 1; Điều 13, Điều 15 (a province publishes at least
 *   5 days before the text takes effect), Điều 24 (entry in the national database within 5 working days)
 * @policy the limits of the two tracks
 */
export const IMPLEMENTATION: Route = {
  ...FIRST_VERSION,
  key: 'implementation',
  name: { vi: 'Thực thi và công bố', en: 'Implementation and publication' },
  reviewLimit: { workingDays: 70 },
  stages: [
    {
      key: 'province',
      name: { vi: 'Tỉnh ban hành văn bản', en: 'The province issues its text' },
      kind: 'appraisal',
      who: OWNER_HEAD,
      fallback: COORDINATOR,
      mode: { t: 'one' },
      verdicts: ['approve'],
      covers: ['*'],
      minAssurance: 'A1',
      duties: { exclude: [] },
      limit: { workingDays: 20, extend: { maxTimes: 2, maxTotal: 20 } },
      pauseGrounds: [OBSTACLE],
      reminders: DEFAULT_REMINDERS,
      ladder: DEFAULT_LADDER,
      silence: 'escalate',
    },
    {
      key: 'council',
      name: { vi: 'Trình Hội đồng nhân dân tỉnh', en: 'Before the provincial council' },
      kind: 'appraisal',
      who: OWNER_HEAD,
      fallback: COORDINATOR,
      mode: { t: 'one' },
      verdicts: ['approve'],
      covers: ['*'],
      minAssurance: 'A1',
      duties: { exclude: [] },
      limit: { workingDays: 60, extend: { maxTimes: 2, maxTotal: 60 } },
      pauseGrounds: [OBSTACLE, COUNCIL_SESSION],
      reminders: DEFAULT_REMINDERS,
      ladder: DEFAULT_LADDER,
      silence: 'escalate',
    },
    {
      key: 'publication',
      name: { vi: 'Công bố, nhập Cơ sở dữ liệu quốc gia', en: 'Publish and enter in the national database' },
      kind: 'appraisal',
      who: OWNER_HEAD,
      fallback: COORDINATOR,
      mode: { t: 'one' },
      verdicts: ['approve'],
      covers: ['*'],
      minAssurance: 'A2',
      duties: { exclude: [] },
      limit: { workingDays: 5, anchor: 'prevClosed', basis: 'Nghị định 63/2010/NĐ-CP (sửa đổi), Điều 24' },
      beforeEffect: { days: 5, basis: 'Nghị định 63/2010/NĐ-CP (sửa đổi), Điều 15' },
      reminders: SHORT_REMINDERS,
      ladder: LADDER_WITHOUT_EXTENSION,
      silence: 'escalate',
    },
  ],
  edges: [
    { from: 'start', to: ['province', 'council'] },
    { from: 'province', on: 'approved', to: ['publication'] },
    { from: 'council', on: 'approved', to: ['publication'] },
    { from: 'publication', on: 'approved', to: 'closeApproved' },
  ],
};
