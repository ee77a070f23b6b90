/** The stages of a route as a list to read: who, how, within what limit, what happens when nobody answers. */
import type { ReactNode } from 'react';
import type { Route, Rung, Stage } from '../../../domain/route/route.js';
import { VERDICT_LABELS } from '../../../domain/shared/labels.js';
import { useUnits } from '../api/queries.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { wordsOf, type RouteWords } from './stage-words.js';

/** The words of one route in the chosen language. */
export function useRouteWords(route: Route): RouteWords {
  const { t } = useWords();
  const say = useSay();
  const units = useUnits();
  return wordsOf(route, { t, say, unitName: (id) => units.data?.items.find((unit) => unit.id === id)?.name ?? id });
}

export function StageList({ route }: { readonly route: Route }): ReactNode {
  const say = useSay();
  const { t } = useWords();
  const words = useRouteWords(route);
  return (
    <ol className="stages">
      {route.stages.map((stage) => (
        <li key={stage.key} className="walk-stage">
          <div className="walk-name">
            <strong>{say(stage.name)}</strong>
            <span className="tag tag-plain">{t(`route.kind.${stage.kind}`)}</span>
            <code className="soft small">{stage.key}</code>
          </div>
          <StageFacts route={route} stage={stage} words={words} />
        </li>
      ))}
    </ol>
  );
}

function StageFacts({ route, stage, words }: { readonly route: Route; readonly stage: Stage; readonly words: RouteWords }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const { silence = 'escalate', returns, pauseGrounds = [], beforeEffect } = stage;
  const next = route.edges
    .filter((edge) => edge.from === stage.key)
    .map(({ on, to }) => {
      const stages = typeof to === 'string' ? t(`review.${to}`) : to.map(words.stage).join(', ');
      return on === undefined ? t('review.then', { stages }) : t(`review.on.${on}`, { stages });
    });
  return (
    <dl className="facts stage-facts">
      <Fact name={t('route.who')}>{words.who(stage.who)}</Fact>
      {stage.fallback.length === 0 ? null : <Fact name={t('route.fallback')}>{words.who(stage.fallback)}</Fact>}
      <Fact name={t('route.how')}>
        {words.mode(stage.mode)}
        <span className="sub-text">{t('route.verdicts', { verdicts: stage.verdicts.map((verdict) => say(VERDICT_LABELS[verdict])).join(', ') })}</span>
      </Fact>
      <Fact name={t('route.limit')}>
        {words.limit(stage.limit)}
        <span className="sub-text">{t('route.basis', { basis: stage.limit.basis || t('route.noBasis') })}</span>
        {beforeEffect === undefined ? null : (
          <span className="sub-text">{t('route.beforeEffect', { days: beforeEffect.days, basis: beforeEffect.basis })}</span>
        )}
      </Fact>
      <Fact name={t('route.reminders')}>
        <RungList rungs={stage.reminders} words={words} />
      </Fact>
      <Fact name={t('route.ladder')}>
        <RungList rungs={stage.ladder} words={words} />
      </Fact>
      <Fact name={t('route.silence')}>
        {silence === 'escalate' ? (
          t('route.silent.escalate')
        ) : (
          <>
            {t(`route.silent.${silence.then}`)}
            <span className="sub-text">{t('route.basis', { basis: silence.basis || t('route.noBasis') })}</span>
            <span className="sub-text">
              {t('route.preNotice', { days: silence.preNotice.workingDaysBefore, who: words.audiences(['assignees', ...silence.preNotice.alsoTo]) })}
            </span>
          </>
        )}
      </Fact>
      <Fact name={t('route.duties')}>
        {stage.duties.exclude.length === 0 ? t('route.noDuties') : stage.duties.exclude.map(words.exclusion).join('; ')}
        {stage.duties.exclude.length === 0 ? null : <span className="sub-text">{t(`route.override.${stage.duties.override ?? 'twoPersons'}`)}</span>}
      </Fact>
      <Fact name={t('route.returns')}>
        {returns === undefined
          ? t('route.noReturns')
          : [
              t('route.returnsTo', { stages: returns.to.map(words.stage).join(', '), count: returns.maxRounds }),
              t(`route.exhausted.${returns.onExhausted ?? 'refuse'}`),
              ...(returns.collect === true ? [t('route.collect')] : []),
              ...(returns.reentry === undefined
                ? []
                : [returns.reentry === 'remaining' ? t('route.reentryRemaining') : t('route.reentry', { limit: words.limit(returns.reentry) })]),
            ].join('; ')}
      </Fact>
      {pauseGrounds.length === 0 ? null : (
        <Fact name={t('route.pauses')}>
          <ul className="rungs">
            {pauseGrounds.map((ground) => (
              <li key={ground.code}>
                {say(ground.name)}
                <span className="sub-text">
                  {t('route.pauseMost', { times: ground.maxTimes, days: ground.maxTotalWorkingDays, basis: ground.basis || t('route.noBasis') })}
                </span>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      <Fact name={t('route.assurance')}>{t(`route.proof.${stage.minAssurance}`)}</Fact>
      <Fact name={t('route.covers')}>{stage.covers.length === 1 && stage.covers[0] === '*' ? t('route.coversAll') : stage.covers.join(', ')}</Fact>
      <Fact name={t('route.next')}>{next.join(' · ')}</Fact>
    </dl>
  );
}

export function RungList({ rungs, words }: { readonly rungs: readonly Rung[]; readonly words: RouteWords }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  if (rungs.length === 0) return t('route.noRungs');
  return (
    <ul className="rungs">
      {rungs.map((rung, index) => (
        <li key={`${rung.key} ${index}`}>
          {say(rung.name)}: {words.rungTime(rung)}
          <span className="sub-text">
            {[...(rung.notify.length === 0 ? [] : [t('route.tells', { who: words.audiences(rung.notify) })]), words.rungActs(rung)]
              .filter((part) => part !== '')
              .join('; ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
