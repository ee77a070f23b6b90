/** Why this person may decide, or may not, who else may, and how two others may lift what keeps somebody out. */
import type { ReactNode } from 'react';
import type { ReadTask } from '../api/queries.js';
import type { TaskDetail } from '../api/types.js';
import { longTimeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { ReasonAct } from '../ui/reason-act.js';
import { taskPath } from './task-path.js';

export function WhyBlock({ read }: { readonly read: ReadTask }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const { task } = read;
  return (
    <Section title={task.whyAt !== null ? t('task.whyThen') : task.eligible ? t('task.whyMe') : t('task.whyNot')}>
      <ul className="why">
        {task.why.map((line) => (
          <li key={line.rule} className={line.pass ? 'why-pass' : 'why-fail'}>
            <span aria-hidden="true">{line.pass ? '✓' : '✕'}</span>
            <span className="visually-hidden">{line.pass ? t('task.rulePass') : t('task.ruleFail')}: </span>
            {say(line.sentence)}
          </li>
        ))}
      </ul>
      <Colleagues colleagues={task.colleagues} />
      <Overrides read={read} />
    </Section>
  );
}

function Colleagues({ colleagues }: { readonly colleagues: TaskDetail['colleagues'] }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  if (colleagues.length === 0) return null;
  return (
    <>
      <h3>{t('why.others')}</h3>
      <ul className="plain-list small">
        {colleagues.map((one) => (
          <li key={one.person.id}>
            {personText(one.person)}: {one.may ? t('why.may') : null} {one.because === null ? null : t(`why.because.${one.because}`)}
            {one.why.map((sentence) => (
              <span key={sentence.vi} className="sub-text">
                {say(sentence)}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

function Overrides({ read }: { readonly read: ReadTask }): ReactNode {
  const { t, language } = useWords();
  const { task, etag } = read;
  const asked = new Set(task.overrides.filter((one) => one.grantedBy === null).map((one) => one.person.id));
  const open = task.liftable.filter((person) => !asked.has(person.id));
  if (task.overrides.length === 0 && open.length === 0) return null;
  return (
    <>
      <h3>{t('why.duties')}</h3>
      <ul className="plain-list small">
        {task.overrides.map((one) => (
          <li key={one.person.id}>
            {one.grantedBy === null || one.untilAt === null
              ? t('why.overrideAsked', { who: personText(one.person), by: personText(one.requestedBy) })
              : t('why.overrideGranted', { who: personText(one.person), by: personText(one.grantedBy), until: longTimeText(one.untilAt, language) })}{' '}
            {one.mayGrant ? (
              <ReasonAct
                path={taskPath(task, '/overrides/grants')}
                etag={etag}
                name={t('why.grantOverride')}
                title={t('why.grantOverride')}
                lead={t('why.overrideLead')}
                bodyOf={(reason) => ({ personId: one.person.id, reason })}
              />
            ) : null}
          </li>
        ))}
        {open.map((person) => (
          <li key={person.id}>
            {t('why.keptOut', { who: personText(person) })}{' '}
            <ReasonAct
              path={taskPath(task, '/overrides')}
              etag={etag}
              name={t('why.askOverride')}
              title={t('why.askOverride')}
              lead={t('why.overrideLead')}
              bodyOf={(reason) => ({ personId: person.id, reason })}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
