import { NOTICE_KINDS, type NoticeKind } from '../../../../domain/review/notices.js';
import { overtakenBy, type Overtaken, type Standing } from '../../../../domain/review/overtaken.js';
import type { Instant } from '../../../../domain/shared/instant.js';

const DUE = '2026-02-25T17:00:00.000Z' as Instant;
const holds = (over: Partial<Standing> = {}): Standing => ({
  recipient: { active: true, hasAddress: true, isCandidate: true },
  task: { open: true, version: 1, dueAt: DUE, epoch: 1 },
  reviewOpen: true,
  epoch: 1,
  linkedVersion: null,
  assignment: 'left',
  laterRung: false,
  ...over,
});
const task = (over: Partial<NonNullable<Standing['task']>>): Partial<Standing> => ({ task: { open: true, version: 1, dueAt: DUE, epoch: 1, ...over } });
const recipient = (over: Partial<Standing['recipient']>): Partial<Standing> => ({ recipient: { active: true, hasAddress: true, isCandidate: true, ...over } });

/** Situation → what each kind does then; a kind that is not named is sent. */
const table: readonly (readonly [string, Partial<Standing>, Partial<Record<NoticeKind, Overtaken>>])[] = [
  ['nothing has happened since', {}, {}],
  [
    'the task is closed',
    task({ open: false }),
    {
      'task.assigned': 'closed',
      'task.unassigned': 'closed',
      'task.stalled': 'closed',
      'task.reminder': 'closed',
      'ladder.rung': 'closed',
      'link.code': 'closed',
    },
  ],
  ['the task went to somebody else', recipient({ isCandidate: false }), { 'task.assigned': 'reassigned', 'link.code': 'reassigned' }],
  ['the clock is paused', task({ dueAt: null }), { 'task.reminder': 'suspended', 'ladder.rung': 'suspended' }],
  ['the due instant was moved', task({ epoch: 2 }), { 'task.reminder': 'dueMoved' }],
  ['a later rung has told the same person', { laterRung: true }, { 'task.reminder': 'laterRung' }],
  [
    'the frozen link belongs to an older version',
    { ...task({ version: 2 }), linkedVersion: 1 },
    { 'task.assigned': 'versionMoved', 'task.reminder': 'versionMoved' },
  ],
  ['the frozen link is of the present version', { ...task({ version: 2 }), linkedVersion: 2 }, {}],
  ['the assignment never left us', { assignment: 'neverLeft' }, { 'task.withdrawn': 'neverTold' }],
  ['the assignment is being sent', { assignment: 'underway' }, { 'task.withdrawn': 'wait' }],
  [
    'the review has ended',
    { task: null, reviewOpen: false },
    {
      'task.assigned': 'closed',
      'task.reminder': 'closed',
      'task.unassigned': 'closed',
      'task.stalled': 'closed',
      'quorum.impossible': 'closed',
      'ladder.rung': 'closed',
      'link.code': 'closed',
    },
  ],
  [
    'it is about a whole review that runs',
    { task: null },
    { 'task.assigned': 'closed', 'task.unassigned': 'closed', 'task.stalled': 'closed', 'task.reminder': 'closed', 'link.code': 'closed' },
  ],
];

describe('overtaken-table', () => {
  test.each(table.flatMap(([situation, over, expected]) => NOTICE_KINDS.map((kind) => [situation, kind, over, expected[kind] ?? null] as const)))(
    '%s: %s',
    (_situation, kind, over, expected) => {
      expect(overtakenBy(kind, holds(over))).toBe(expected);
    },
  );

  test.each(NOTICE_KINDS)('%s goes to nobody without an address', (kind) => {
    expect(overtakenBy(kind, holds(recipient({ hasAddress: false })))).toBe('noAddress');
  });

  test.each(NOTICE_KINDS)('%s goes to a disabled account only as a receipt', (kind) => {
    expect(overtakenBy(kind, holds(recipient({ active: false })))).toBe(kind === 'decision.receipt' ? null : 'accountDisabled');
  });
});
