/** What a route says as data, in the words of the screens. */
import type { TFunction } from 'i18next';
import { amountWords } from '../../../domain/calendar/words.js';
import { ROLE_LABELS, VERDICT_LABELS } from '../../../domain/shared/labels.js';
import type { Audience, Exclusion, Mode, Role, Route, Rung, Seat, StageKey, StageLimit, UnitRef, Who } from '../../../domain/route/route.js';
import { dateText } from '../format/dates.js';
import type { Text } from '../../../domain/shared/errors.js';
import { amountOf } from './route-edit.js';

export type Speech = {
  readonly t: TFunction;
  readonly say: (word: string | Text) => string;
  readonly unitName: (id: string) => string;
};

export type RouteWords = {
  readonly stage: (key: StageKey) => string;
  readonly role: (role: Role) => string;
  readonly who: (who: Who) => string;
  readonly mode: (mode: Mode) => string;
  readonly limit: (limit: StageLimit) => string;
  /** `trước hạn 2 ngày làm việc, 08:30`. */
  readonly rungTime: (rung: Rung) => string;
  readonly rungActs: (rung: Rung) => string;
  readonly audiences: (audiences: readonly Audience[]) => string;
  readonly exclusion: (exclusion: Exclusion) => string;
};

export function wordsOf(route: Route, { t, say, unitName }: Speech): RouteWords {
  const stage = (key: StageKey): string => {
    const found = route.stages.find((candidate) => candidate.key === key);
    return found === undefined ? key : say(found.name);
  };
  const unit = (ref: UnitRef): string => {
    if (ref === 'owner') return t('route.unit.owner');
    if ('fixed' in ref) return unitName(ref.fixed);
    if ('holderOf' in ref) return t('route.unit.holderOf', { role: say(ROLE_LABELS[ref.holderOf]) });
    if ('parentOf' in ref) return t('route.unit.parentOf', { unit: unit(ref.parentOf) });
    if ('sameAs' in ref) return t('route.unit.sameAs', { stage: stage(ref.sameAs) });
    return ref.each.map(unitName).join(', ');
  };
  const seat = ({ role, unit: ref }: Seat): string => `${say(ROLE_LABELS[role])} (${unit(ref)})`;
  const who = (seats: Who): string => seats.map(seat).join('; ');
  const audiences = (told: readonly Audience[]): string => told.map((one) => t(`route.audience.${one}`)).join(', ');
  return {
    stage,
    role: (role) => say(ROLE_LABELS[role]),
    who,
    audiences,
    mode: (mode) => {
      if (mode.t === 'quorum') {
        const parts = [t('route.mode.quorum', { need: mode.need }), t(`route.members.${mode.members}`), ...(mode.veto ? [t('route.veto')] : [])];
        return parts.join('; ');
      }
      if (mode.t === 'perUnit') return mode.needUnits === 'all' ? t('route.mode.everyUnit') : t('route.mode.someUnits', { count: mode.needUnits });
      return t(`route.mode.${mode.t}`);
    },
    limit: (limit) => {
      const counted = amountOf(limit);
      return [
        'fixedDate' in limit
          ? t('route.fixedDate', { date: dateText(limit.fixedDate) })
          : counted === null
            ? ''
            : say(amountWords(counted.amount, counted.unit)),
        ...(limit.anchor === 'prevClosed' ? [t('route.prevClosed')] : []),
        ...(limit.extend === undefined || counted === null
          ? []
          : [t('route.extend', { times: limit.extend.maxTimes, total: say(amountWords(limit.extend.maxTotal, counted.unit)) })]),
        ...(limit.resumeDay === 'notCounted' ? [t('route.resumeNotCounted')] : []),
      ].join('; ');
    },
    rungTime: ({ at }) => {
      const amount = say(amountWords(Math.abs(at.offset), at.unit));
      const when =
        at.ref === 'start'
          ? t('route.time.afterStart', { amount })
          : at.offset === 0
            ? t('route.time.onDue')
            : at.offset < 0
              ? t('route.time.beforeDue', { amount })
              : t('route.time.afterDue', { amount });
      return at.unit === 'workingHours' ? when : `${when}, ${at.clock ?? '08:30'}`;
    },
    rungActs: ({ act, remedies = [] }) =>
      [
        ...(act !== undefined && 'reassign' in act ? [t('route.act.reassign', { who: who(act.reassign) })] : []),
        ...(act !== undefined && 'extend' in act ? [t('route.act.extend', { amount: act.extend, times: act.maxTimes, basis: act.basis })] : []),
        ...(act !== undefined && 'decide' in act
          ? [t('route.act.decide', { verdict: say(VERDICT_LABELS[act.decide]), basis: act.basis, days: act.preNotice.workingDaysBefore })]
          : []),
        ...(remedies.length === 0 ? [] : [t('route.offers', { remedies: remedies.map((remedy) => t(`route.remedy.${remedy}`)).join(', ') })]),
      ].join('; '),
    exclusion: (exclusion) =>
      typeof exclusion === 'string'
        ? t(`route.exclude.${exclusion}`)
        : t('route.exclude.decidedStage', { stages: exclusion.decidedStage.map(stage).join(', ') }),
  };
}
