/** What a check of a route found: what stops it first, then what warns, each with its place and what to do. */
import { Checkbox } from 'antd';
import { CloseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Route } from '../../../domain/route/route.js';
import type { RouteFinding } from '../api/types.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';

type Props = {
  readonly findings: readonly RouteFinding[];
  readonly route: Route | null;
  /** Names of the warnings somebody answers for. */
  readonly ticked?: readonly string[];
  /** Left out where warnings are only shown. */
  readonly onTick?: (name: string, on: boolean) => void;
};

export function FindingList({ findings, route, ticked = [], onTick }: Props): ReactNode {
  const { t } = useWords();
  const say = useSay();
  if (findings.length === 0) return <p role="status">{t('route.noFindings')}</p>;
  const ordered = [...findings.filter((finding) => finding.severity === 'refuse'), ...findings.filter((finding) => finding.severity === 'warn')];
  return (
    <ul className="findings">
      {ordered.map((finding, index) => (
        <li key={`${finding.name} ${index}`} className={finding.severity === 'refuse' ? 'finding finding-refuse' : 'finding'}>
          <div className="finding-head">
            <strong>
              <span aria-hidden="true">{finding.severity === 'refuse' ? <CloseCircleOutlined /> : <WarningOutlined />}</span>{' '}
              {t(`route.severity.${finding.severity}`)}
            </strong>
            <span>{placeOf(finding)}</span>
            <code className="small">{finding.code}</code>
            {finding.pointer === '' ? null : <code className="soft small">{finding.pointer}</code>}
          </div>
          <p>{say(finding.sentence)}</p>
          {finding.severity === 'warn' && onTick !== undefined ? (
            <Checkbox checked={ticked.includes(finding.name)} onChange={(event) => onTick(finding.name, event.target.checked)}>
              {t('route.acknowledge')} <code className="small">{finding.name}</code>
            </Checkbox>
          ) : ticked.includes(finding.name) ? (
            <p className="soft small">{t('route.acknowledged')}</p>
          ) : null}
        </li>
      ))}
    </ul>
  );

  function placeOf({ stage, rung }: RouteFinding): string {
    if (stage === null) return t('route.wholeRoute');
    const found = route?.stages.find((candidate) => candidate.key === stage);
    const step = found === undefined ? stage : say(found.name);
    if (rung === null) return t('route.atStage', { stage: step });
    const rungs = found === undefined ? [] : [...found.reminders, ...found.ladder];
    const named = rungs.find((candidate) => candidate.key === rung);
    return t('route.atRung', { stage: step, rung: named === undefined ? rung : say(named.name) });
  }
}
