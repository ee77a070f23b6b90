import {
  advanceTrack,
  enterDatabase,
  executedItems,
  giveUpTrack,
  nextTrackSteps,
  openPublications,
  openTracks,
  publish,
  publishBy,
  savingsAtRisk,
} from '../../../../domain/review/execution.js';
import { dueExecutionRungs, publicationStepId, trackStepId, wakeOfExecution } from '../../../../domain/escalation/execution-steps.js';
import { nextWakeOf, viewOf } from '../../../../domain/escalation/review-view.js';
import type { Law } from '../../../../domain/review/law.js';
import { savingsByTrack } from '../../../../domain/review/track-savings.js';
import {
  fold,
  phaseOfReview,
  publicationOf,
  TRACK_STEPS,
  type ReviewEvent,
  type ReviewState,
  type TrackState,
  type TrackStep,
} from '../../../../domain/review/review.js';
import { EMPTY_PROPOSAL } from '../../../../domain/review/proposal.js';
import type { ChangeItem, CompetenceTrack } from '../../../../domain/procedure/change-items.js';
import { emptyVnRow, linkedCopy, type VnSheet } from '../../../../domain/cost/vn/sheet.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import type { LocalDate } from '../../../../domain/shared/instant.js';
import { clockOf } from '../../../../domain/shared/ids.js';
import { directoryWith, lawAt, opening, personOf, REVIEW, type Seat } from '../../../support/law.js';
import { vn, vnOffice } from '../../../support/fixtures/calendars/vn.js';

const day = (text: string): LocalDate => text as LocalDate;
const APPROVED_AT = '2026-03-10 09:00';
const LAW = lawAt(APPROVED_AT);

const item = (id: string, track: CompetenceTrack, costLines: readonly string[] = []): ChangeItem => ({
  id,
  type: 'dropPaper',
  track,
  reason: { criterion: 'necessity', text: 'Đã có dữ liệu' },
  targetProvision: null,
  ops: [{ path: `dossier/d1/items/${id}`, op: 'remove' }],
  costLines,
});
const closing = (executes: boolean, law: Law = LAW): ReviewEvent => ({
  type: 'ReviewClosed',
  at: law.now,
  outcome: 'approved',
  by: null,
  reason: null,
  adoptsOn: null,
  ...(executes ? { executes } : {}),
});
const APPROVED = fold([...opening(lawAt('2026-03-02 09:00')), closing(true)]);
const ITEMS = [item('i1', 'province'), item('i2', 'council'), item('i3', 'ministry'), item('i4', 'ministry')];

const opened = (items: readonly ChangeItem[] = ITEMS, law: Law = LAW): ReviewState => fold(openTracks(APPROVED, items, {}, law), APPROVED);
const step = (kind: TrackStep['step'], on: string, parts: Partial<TrackStep> = {}): TrackStep => ({
  step: kind,
  on: day(on),
  document: '15/2026/QĐ-UBND',
  note: '',
  article: kind === 'enacted' ? 'Điều 1' : null,
  effectiveFrom: kind === 'enacted' ? day('2026-05-01') : null,
  effectiveTo: null,
  ...parts,
});
const recorded = (state: ReviewState, key: CompetenceTrack, one: TrackStep, law: Law = LAW, seat: Seat = 'head'): ReviewState =>
  fold(advanceTrack(state, { key, by: personOf(seat), step: one }, law), state);
const trackOf = (state: ReviewState, key: CompetenceTrack): TrackState => state.tracks.find((track) => track.key === key) as TrackState;
const refusal = (act: () => unknown): { readonly code: string; readonly pointer: unknown } | null => {
  try {
    act();
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, pointer: error.details['pointer'] ?? null };
  }
};
const codeOf = (act: () => unknown): string | null => refusal(act)?.code ?? null;

describe('the tracks of an approved review', () => {
  it('are those its items need, with the terms of its own route; the ministry has none', () => {
    const state = opened();
    expect(state.tracks.map((track) => [track.key, track.itemIds, track.clock?.term.limit ?? null])).toEqual([
      ['province', ['i1'], { workingDays: 20 }],
      ['council', ['i2'], { workingDays: 60 }],
      ['ministry', ['i3', 'i4'], null],
    ]);
    expect(phaseOfReview(state)).toBe('execute');
  });

  it('open once, and not at all for what was rejected or takes effect by itself', () => {
    expect(openTracks(opened(), ITEMS, {}, LAW)).toEqual([]);
    const byItself = fold([...opening(lawAt('2026-03-02 09:00')), closing(false)]);
    expect([openTracks(byItself, ITEMS, {}, LAW), phaseOfReview(byItself)]).toEqual([[], 'closed']);
  });

  it('an approval waits in the list of due reviews from its closing until they are open', () => {
    expect(nextWakeOf(APPROVED, LAW)).toBe(LAW.now);
    const due = trackOf(opened([item('i1', 'province')]), 'province').clock?.term.dueAt ?? '';
    expect((nextWakeOf(opened([item('i1', 'province')]), LAW) ?? '') <= due).toBe(true);
  });
});

describe('what may follow what', () => {
  const reached: Readonly<Record<CompetenceTrack, Readonly<Record<string, readonly string[]>>>> = {
    province: { '': ['drafted', 'enacted', 'dropped'], drafted: ['enacted', 'dropped'], enacted: [], dropped: [] },
    council: {
      '': ['drafted', 'sent', 'dropped'],
      drafted: ['sent', 'dropped'],
      sent: ['sent', 'accepted', 'refused', 'enacted', 'unanswered'],
      accepted: ['enacted', 'refused'],
      unanswered: ['sent', 'accepted', 'refused', 'enacted'],
      refused: [],
      enacted: [],
      dropped: [],
    },
    ministry: {
      '': ['drafted', 'sent', 'dropped'],
      drafted: ['sent', 'dropped'],
      sent: ['sent', 'accepted', 'refused', 'enacted', 'unanswered'],
      accepted: ['enacted', 'refused'],
      unanswered: ['sent', 'accepted', 'refused', 'enacted'],
      refused: [],
      enacted: [],
      dropped: [],
    },
  };
  /** The shortest way to a last step. */
  const WAYS: Readonly<Record<CompetenceTrack, Readonly<Record<string, readonly TrackStep['step'][]>>>> = {
    province: { '': [], drafted: ['drafted'], enacted: ['enacted'], dropped: ['dropped'] },
    council: {
      '': [],
      drafted: ['drafted'],
      sent: ['sent'],
      accepted: ['sent', 'accepted'],
      unanswered: ['sent', 'unanswered'],
      refused: ['sent', 'refused'],
      enacted: ['sent', 'enacted'],
      dropped: ['dropped'],
    },
    ministry: {
      '': [],
      drafted: ['drafted'],
      sent: ['sent'],
      accepted: ['sent', 'accepted'],
      unanswered: ['sent', 'unanswered'],
      refused: ['sent', 'refused'],
      enacted: ['sent', 'enacted'],
      dropped: ['dropped'],
    },
  };
  const cases = (Object.keys(reached) as CompetenceTrack[]).flatMap((key) => Object.keys(reached[key]).map((last) => [key, last] as const));

  it.each(cases)('on the %s track after “%s” exactly the listed steps are taken, and every other is refused', (key, last) => {
    const state = (WAYS[key][last] ?? []).reduce((current, kind) => recorded(current, key, step(kind, '2026-03-10')), opened());
    const allowed = reached[key][last] ?? [];
    expect(nextTrackSteps(trackOf(state, key))).toEqual(allowed);
    for (const kind of TRACK_STEPS) {
      expect([kind, codeOf(() => advanceTrack(state, { key, by: personOf('head'), step: step(kind, '2026-03-10') }, LAW))]).toEqual([
        kind,
        allowed.includes(kind) ? null : 'track_step_invalid',
      ]);
    }
  });

  it('an amending text executes, a refusal refuses, our own giving up drops', () => {
    const ends = (key: CompetenceTrack, ...kinds: readonly TrackStep['step'][]) =>
      trackOf(
        kinds.reduce((state, kind) => recorded(state, key, step(kind, '2026-03-10')), opened()),
        key,
      ).outcome;
    expect([ends('province', 'enacted'), ends('ministry', 'sent', 'refused'), ends('council', 'dropped'), ends('ministry', 'sent', 'accepted')]).toEqual([
      'executed',
      'refused',
      'dropped',
      null,
    ]);
  });

  it('is recorded by the owning unit or the coordinator, and by nobody else', () => {
    const by = (seat: Seat, law: Law = LAW) =>
      codeOf(() => advanceTrack(opened(), { key: 'province', by: personOf(seat), step: step('drafted', '2026-03-10') }, law));
    expect([by('officer'), by('head'), by('coordinator')]).toEqual([null, null, null]);
    expect([by('leader'), by('appraiser'), by('lawyer')]).toEqual(['not_eligible', 'not_eligible', 'not_eligible']);
    expect(by('officer', lawAt(APPROVED_AT, { directory: directoryWith({ without: 'officer' }) }))).toBe('not_eligible');
  });
});

describe('evidence', () => {
  const refused = (parts: Partial<TrackStep>, kind: TrackStep['step'] = 'enacted') =>
    refusal(() => advanceTrack(opened(), { key: 'province', by: personOf('head'), step: step(kind, '2026-03-10', parts) }, LAW));

  it('of execution is the text, its article and its day of effect', () => {
    expect(refused({ document: '  ' })).toEqual({ code: 'evidence_required', pointer: '/document' });
    expect(refused({ article: null })).toEqual({ code: 'evidence_required', pointer: '/article' });
    expect(refused({ article: ' ' })).toEqual({ code: 'evidence_required', pointer: '/article' });
    expect(refused({ effectiveFrom: null })).toEqual({ code: 'evidence_required', pointer: '/effectiveFrom' });
    expect(refused({})).toBeNull();
  });

  it('carries no day that cannot be: in the future, before the step before, an end before its beginning, an effect of a mere draft', () => {
    expect(refused({ on: day('2026-03-11') })).toEqual({ code: 'date_invalid', pointer: '/on' });
    expect(refused({ effectiveTo: day('2026-04-30') })).toEqual({ code: 'date_invalid', pointer: '/effectiveTo' });
    expect(refused({ effectiveFrom: day('2026-05-01') }, 'drafted')).toEqual({ code: 'date_invalid', pointer: '/effectiveFrom' });
    const drafted = recorded(opened(), 'province', step('drafted', '2026-03-09'));
    expect(codeOf(() => advanceTrack(drafted, { key: 'province', by: personOf('head'), step: step('enacted', '2026-03-08') }, LAW))).toBe('date_invalid');
  });
});

describe('the clock of a track', () => {
  const fired = (events: readonly ReviewEvent[]) =>
    events.map((event) => (event.type === 'RungFired' ? `${event.step} ${event.rung.key} ${event.rung.epoch}` : event.type));

  it('a province that has not issued its text in time is late once, and its coordinator is told once', () => {
    const state = opened([item('i1', 'province')]);
    const late = lawAt('2026-06-01 09:00');
    const events = dueExecutionRungs(state, trackStepId('province'), late);
    expect(fired(events)).toEqual(['TermBreached', 'province reviewLate 1']);
    expect(events.at(-1)).toMatchObject({ rung: { told: [personOf('coordinator')] } });
    expect(dueExecutionRungs(fold(events, state), trackStepId('province'), late)).toEqual([]);
    expect(dueExecutionRungs(state, trackStepId('province'), LAW)).toEqual([]);
  });

  it('waiting for a ministry is nobody’s lateness: its due instant asks for a follow-up, and each letter begins a new wait', () => {
    const sent = recorded(opened([item('i3', 'ministry')]), 'ministry', step('sent', '2026-03-10'));
    expect(trackOf(sent, 'ministry').clock?.term.limit).toEqual({ workingDays: 30 });
    const due = trackOf(sent, 'ministry').clock?.term.dueAt;
    expect(wakeOfExecution(sent, trackStepId('ministry'), LAW)).toBe(due);
    const later = lawAt('2026-06-01 09:00');
    const told = dueExecutionRungs(sent, trackStepId('ministry'), later);
    expect(fired(told)).toEqual(['ministry followUp 1']);
    const waiting = fold(told, sent);
    expect(wakeOfExecution(waiting, trackStepId('ministry'), later)).toBeNull();
    const again = recorded(waiting, 'ministry', step('sent', '2026-06-01'), later);
    expect(trackOf(again, 'ministry').clock?.term.epoch).toBe(2);
    expect(fired(dueExecutionRungs(again, trackStepId('ministry'), lawAt('2026-09-01 09:00')))).toEqual(['ministry followUp 2']);
  });

  it('a ministry that has answered is not asked again, while one that let its term pass is', () => {
    const sent = recorded(opened([item('i3', 'ministry')]), 'ministry', step('sent', '2026-03-10'));
    const later = lawAt('2026-06-01 09:00');
    const accepted = recorded(sent, 'ministry', step('accepted', '2026-03-10'));
    expect([wakeOfExecution(accepted, trackStepId('ministry'), LAW), dueExecutionRungs(accepted, trackStepId('ministry'), later)]).toEqual([null, []]);
    const unanswered = recorded(sent, 'ministry', step('unanswered', '2026-03-10'));
    expect(fired(dueExecutionRungs(unanswered, trackStepId('ministry'), later))).toEqual(['ministry followUp 1']);
  });

  it('the council’s stands once the change has been brought before it', () => {
    const sent = recorded(opened([item('i2', 'council')]), 'council', step('sent', '2026-03-10'));
    expect(wakeOfExecution(sent, trackStepId('council'), LAW)).toBeNull();
    expect(dueExecutionRungs(sent, trackStepId('council'), lawAt('2026-12-01 09:00'))).toEqual([]);
  });

  it('an ended track has none, and clocks of different steps have different ids', () => {
    const enacted = recorded(opened(), 'province', step('enacted', '2026-03-10'));
    expect(wakeOfExecution(enacted, trackStepId('province'), LAW)).toBeNull();
    expect(new Set(['province', 'council', 'ministry', publicationOf('province'), publicationOf('ministry')].map((key) => clockOf(REVIEW, key))).size).toBe(5);
  });
});

describe('a recommendation nobody answered', () => {
  const unanswered = recorded(recorded(opened([item('i3', 'ministry')]), 'ministry', step('sent', '2026-03-10')), 'ministry', step('unanswered', '2026-03-10'));
  const giveUp = (state: ReviewState, seat: Seat = 'coordinator', reason = 'Chờ quá lâu') =>
    giveUpTrack(state, { key: 'ministry', by: personOf(seat), reason }, LAW);

  it('is given up by the coordinator with a reason, counts as lapsed, and ends the review without publication', () => {
    const ended = fold(giveUp(unanswered), unanswered);
    expect([trackOf(ended, 'ministry').outcome, executedItems(ended), phaseOfReview(ended), openPublications(ended, LAW)]).toEqual([
      'lapsed',
      [],
      'closed',
      [],
    ]);
    expect([
      codeOf(() => giveUp(unanswered, 'head')),
      codeOf(() => giveUp(unanswered, 'coordinator', ' ')),
      codeOf(() => giveUp(opened([item('i3', 'ministry')]))),
    ]).toEqual(['not_eligible', 'comment_required', 'track_step_invalid']);
  });
});

describe('publication', () => {
  const executed = (effect: string): ReviewState =>
    recorded(
      recorded(opened([item('i1', 'province'), item('i3', 'ministry')]), 'province', step('enacted', '2026-03-10', { effectiveFrom: day(effect) })),
      'ministry',
      step('dropped', '2026-03-10'),
    );
  const published = (effect: string): ReviewState => {
    const state = executed(effect);
    return fold(openPublications(state, LAW), state);
  };
  const command = { key: 'province' as const, by: personOf('head'), decisionNumber: '99/QĐ-UBND', publishedOn: day('2026-03-10'), databaseEnteredOn: null };

  it('of a text opens as soon as it is issued, whatever another track waits for; each has a deadline of its own', () => {
    const one = recorded(opened([item('i1', 'province'), item('i3', 'ministry')]), 'province', step('enacted', '2026-03-10'));
    expect([phaseOfReview(one), nextWakeOf(one, LAW)]).toEqual(['execute', LAW.now]);
    const open = fold(openPublications(one, LAW), one);
    expect([trackOf(open, 'province').publication?.clock.term.dueAt, trackOf(open, 'ministry').publication]).toEqual([vn('2026-04-25'), null]);
    expect(openPublications(open, LAW)).toEqual([]);
    const entered = fold(publish(open, { ...command, databaseEnteredOn: day('2026-03-10') }, LAW), open);
    expect([phaseOfReview(entered), viewOf(entered, 1, 0, 0, LAW).tracks.map((track) => [track.key, track.executed, track.publication?.status])]).toEqual([
      'execute',
      [
        ['province', true, 'closed'],
        ['ministry', false, undefined],
      ],
    ]);
    // The ministry's text, months later, counts from its own day of effect.
    const later = lawAt('2026-09-01 09:00');
    const both = recorded(
      recorded(entered, 'ministry', step('sent', '2026-03-10')),
      'ministry',
      step('enacted', '2026-09-01', { effectiveFrom: day('2026-10-01') }),
      later,
    );
    expect([phaseOfReview(both), openPublications(both, later)]).toEqual([
      'publish',
      [expect.objectContaining({ key: 'ministry', term: expect.objectContaining({ dueAt: vn('2026-09-26') }) })],
    ]);
    expect(codeOf(() => publish(both, { ...command, key: 'council' }, later))).toBe('not_found');
  });

  it('a text that is not published in time is late on its own step, told once', () => {
    const state = published('2026-05-01');
    const late = lawAt('2026-05-04 09:00');
    const events = dueExecutionRungs(state, publicationStepId('province'), late);
    expect(events.map((event) => (event.type === 'RungFired' ? [event.step, event.rung.key] : event.type))).toEqual([
      'TermBreached',
      ['publication-province', 'reviewLate'],
    ]);
    const told = fold(events, state);
    expect([trackOf(told, 'province').publication?.clock.breachedAt !== null, dueExecutionRungs(told, publicationStepId('province'), late)]).toEqual([
      true,
      [],
    ]);
    expect(dueExecutionRungs(state, publicationStepId('ministry'), late)).toEqual([]);
  });

  it('is due five days before the day of effect, counted backwards and moved to the working day before a weekend', () => {
    const by = (effect: string): LocalDate => publishBy(vnOffice(), { publishBeforeEffect: { days: 5 } }, day(effect), day('2026-03-10'));
    // Friday 20 March; Saturday 21 and Sunday 22 fall back to it.
    expect([by('2026-03-25'), by('2026-03-26'), by('2026-03-27'), by('2026-03-28')]).toEqual(['2026-03-20', '2026-03-20', '2026-03-20', '2026-03-23']);
    expect(publishBy(vnOffice(), { publishBeforeEffect: { workingDays: 5 } }, day('2026-03-26'), day('2026-03-10'))).toBe('2026-03-19');
    expect(trackOf(published('2026-03-26'), 'province').publication?.clock.term).toMatchObject({
      limit: { fixedDate: '2026-03-20' },
      dueAt: '2026-03-20T17:00:00.000Z',
    });
  });

  it('is never due before today: for a text in force already it is due now', () => {
    const terms = { publishBeforeEffect: { days: 5 } } as const;
    expect(publishBy(vnOffice(), terms, day('2026-03-12'), day('2026-03-10'))).toBe('2026-03-10');
    expect(publishBy(vnOffice(), terms, day('2026-01-01'), day('2026-03-10'))).toBe('2026-03-10');
    // Past the last year the calendar knows the day of law stands as it is.
    expect(publishBy(vnOffice(), terms, day('2028-06-15'), day('2026-03-10'))).toBe('2028-06-10');
  });

  it('needs the number of its decision; the entry in the national database has five working days of its own', () => {
    const state = published('2026-05-01');
    expect(codeOf(() => publish(state, { ...command, decisionNumber: ' ' }, LAW))).toBe('evidence_required');
    expect(codeOf(() => publish(state, { ...command, publishedOn: day('2026-03-11') }, LAW))).toBe('date_invalid');
    expect(codeOf(() => publish(state, { ...command, by: personOf('lawyer') }, LAW))).toBe('not_eligible');
    expect(codeOf(() => enterDatabase(state, { key: 'province', by: personOf('head'), on: day('2026-03-10') }, LAW))).toBe('track_step_invalid');
    const decided = fold(publish(state, command, LAW), state);
    expect(trackOf(decided, 'province').publication?.clock.term).toMatchObject({ limit: { workingDays: 5 }, epoch: 2, dueAt: '2026-03-17T17:00:00.000Z' });
    expect([phaseOfReview(decided), viewOf(decided, 1, 0, 0, LAW).tracks[0]?.publication?.status]).toEqual(['publish', 'open']);
    expect(codeOf(() => publish(decided, command, LAW))).toBe('track_step_invalid');
    const entered = fold(enterDatabase(decided, { key: 'province', by: personOf('coordinator'), on: day('2026-03-10') }, LAW), decided);
    expect([phaseOfReview(entered), nextWakeOf(entered, LAW), viewOf(entered, 1, 0, 0, LAW).tracks[0]?.publication]).toEqual([
      'closed',
      null,
      { status: 'closed', wakeAt: null },
    ]);
  });

  it('published and entered at once ends the review', () => {
    const state = published('2026-05-01');
    expect(phaseOfReview(fold(publish(state, { ...command, databaseEnteredOn: day('2026-03-10') }, LAW), state))).toBe('closed');
  });
});

describe('savings', () => {
  const sheet = (hours: readonly string[]): VnSheet => ({
    schema: 'tinhgon.vn-sheet/1',
    hourlyIncome: { value: '10000' },
    rows: hours.map((value, index) => ({ ...emptyVnRow(`r${index + 1}`, 'prepare', `Dòng ${index + 1}`), hours: value, subjectsPerYear: '100' })),
  });

  it('divide among the tracks by the rows their items name; what several share waits for the last, and the parts are the whole', () => {
    const before = sheet(['4', '3', '2', '1']);
    const after: VnSheet = { ...linkedCopy(before), rows: sheet(['1', '1', '1', '0.5']).rows.map((row) => ({ ...row, state: 'changed' as const })) };
    const items = [item('i1', 'province', ['r1', 'r3']), item('i3', 'ministry', ['r2', 'r3'])];
    const savings = savingsByTrack({ items, cost: { before, after } });
    expect(savings).toEqual({ province: '3000000', ministry: '3500000' });
  });

  it('are unknown while a sheet is missing', () => {
    expect(savingsByTrack({ ...EMPTY_PROPOSAL, items: ITEMS })).toEqual({});
  });

  it('that rest on a text with an end are at risk until that day, and gone after it; the day never moves off a Sunday', () => {
    const state = recorded(
      fold(openTracks(APPROVED, ITEMS, { province: '500' }, LAW), APPROVED),
      'province',
      step('enacted', '2026-03-10', { effectiveTo: day('2027-02-28') }),
    );
    const at = (wall: string) => savingsAtRisk(state, vn(wall)).map(({ key, endsOn, saving, lapsed }) => [key, endsOn, saving, lapsed]);
    expect(at('2027-02-28 23:59')).toEqual([['province', '2027-02-28', '500', false]]);
    expect(at('2027-03-01 00:00')).toEqual([['province', '2027-02-28', '500', true]]);
    expect(savingsAtRisk(recorded(opened(), 'province', step('enacted', '2026-03-10')), LAW.now)).toEqual([]);
  });
});
