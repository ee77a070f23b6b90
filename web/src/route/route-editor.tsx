/** Writing a draft of a route: fields for what changes most, the whole as text, what a check finds. */
import { Alert, Button, Input } from 'antd';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { send } from '../api/http.js';
import { useRouteVersion } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import type { RouteCheckAnswer, RouteDraftAnswer, RouteFinding, RouteVersion } from '../api/types.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ActProblem } from '../ui/act-dialog.js';
import { Field } from '../ui/field.js';
import { Page, Section } from '../ui/page.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { Loaded } from '../ui/waiting.js';
import { FindingList } from './finding-list.js';
import { QuickFields } from './quick-fields.js';
import { readRouteText, setIn, textOfRoute, type ReadText } from './route-edit.js';

export function RouteEditor(): ReactNode {
  const { routeKey, version } = useParams({ from: '/inside/quy-trinh/$routeKey/$version/soan' });
  const { t } = useWords();
  const say = useSay();
  const query = useRouteVersion(routeKey, version);
  const from = query.data;
  return (
    <Page
      title={
        from === undefined
          ? t('route.edit')
          : t(from.status === 'draft' ? 'route.editOf' : 'route.copyOf', { name: say(from.route.name), version: from.version })
      }
      over={
        <Link to="/quy-trinh/$routeKey/$version" params={{ routeKey, version }}>
          ← {t('route.versionOf', { version })}
        </Link>
      }
      wide
    >
      {/* What is being written stays as it is, whatever is read again behind it. */}
      <Loaded query={query}>{(read) => <Editor key={`${read.key} ${read.version}`} from={read} />}</Loaded>
    </Page>
  );
}

const keptAs = (from: RouteVersion): string => `tinhgon.route.${from.key}.${from.version}`;

function Editor({ from }: { readonly from: RouteVersion }): ReactNode {
  const { t } = useWords();
  const navigate = useNavigate();
  // A draft is written against the text it was read as; somebody else's edit meanwhile is refused, never lost.
  const [base] = useState(() => ({ version: from.version, digest: from.digest, isDraft: from.status === 'draft', text: textOfRoute(from.route) }));
  const keep = keptAs(from);
  const [kept] = useState(() => sessionStorage.getItem(keep));
  const [text, setText] = useState(kept ?? base.text);
  const [restored, setRestored] = useState(kept !== null && kept !== base.text);
  const [findings, setFindings] = useState<readonly RouteFinding[] | null>(base.isDraft && !restored ? from.findings : null);
  const read = readRouteText(text);
  useEffect(() => {
    if (text === base.text) sessionStorage.removeItem(keep);
    else sessionStorage.setItem(keep, text);
  }, [text, base.text, keep]);

  const check = useMutation({
    mutationFn: async (route: unknown) => (await send<RouteCheckAnswer>('POST', `/routes/${encodeURIComponent(from.key)}/checks`, { body: { route } })).data,
    onSuccess: (answer) => setFindings(answer.findings),
  });
  const save = useAct<RouteDraftAnswer>(`/routes/${encodeURIComponent(from.key)}/drafts`, {
    onDone: ({ version }) => {
      sessionStorage.removeItem(keep);
      void navigate({ to: '/quy-trinh/$routeKey/$version', params: { routeKey: from.key, version: String(version) } });
    },
  });
  const json = read.kind === 'broken' ? null : read.json;
  const change = (next: string): void => {
    setText(next);
    setFindings(null);
  };
  return (
    <>
      {restored ? (
        <Alert
          className="problem"
          type="info"
          showIcon
          role="status"
          title={t('route.restored')}
          description={
            <Button
              size="small"
              onClick={() => {
                change(base.text);
                setRestored(false);
              }}
            >
              {t('route.dropRestored')}
            </Button>
          }
        />
      ) : null}
      <p className="soft spaced">{base.isDraft ? t('route.editLead') : t('route.copyLead')}</p>
      <Section title={t('route.quick')}>
        {read.kind === 'route' ? (
          <QuickFields route={read.route} onChange={(path, value) => change(textOfRoute(setIn(read.json, path, value)))} />
        ) : (
          <p>{t('route.quickOff')}</p>
        )}
      </Section>
      <Section title={t('route.wholeText')}>
        <Field label={t('route.json')} hint={t('route.jsonHint')} error={read.kind === 'route' ? null : t('route.textWrong')}>
          {(control) => (
            <Input.TextArea
              {...control}
              className="route-text"
              value={text}
              rows={24}
              spellCheck={false}
              status={read.kind === 'route' ? '' : 'error'}
              onChange={(event) => change(event.target.value)}
            />
          )}
        </Field>
        <TextProblems read={read} />
      </Section>
      <div className="version-acts no-print">
        <Button loading={check.isPending} disabled={read.kind !== 'route'} onClick={() => check.mutate(json)}>
          {t('route.check')}
        </Button>
        <Button
          type="primary"
          loading={save.pending}
          disabled={read.kind !== 'route'}
          onClick={() => save.run({ route: json, replaces: base.isDraft ? { version: base.version, digest: base.digest } : null })}
        >
          {t('route.save')}
        </Button>
      </div>
      {check.error === null ? null : <ProblemNotice error={check.error} />}
      <ActProblem act={save} />
      {save.problem !== null && save.problem.errors.length > 0 ? <ProblemNotice error={save.error} /> : null}
      {findings === null ? null : (
        <Section title={t('route.findings')}>
          <FindingList findings={findings} route={read.kind === 'route' ? read.route : null} />
        </Section>
      )}
    </>
  );
}

/** What keeps the text from being a route, place by place, while it is typed. */
function TextProblems({ read }: { readonly read: ReadText }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  if (read.kind === 'route') return null;
  if (read.kind === 'broken') return <p className="field-error">{t('route.notJsonAt', read.spot)}</p>;
  return (
    <ul className="shape-problems" aria-label={t('route.textWrong')}>
      {read.problems.map(({ pointer, problem }, index) => (
        <li key={`${pointer} ${index}`}>
          <code>{pointer === '' ? '/' : pointer}</code> {say(problem)}
        </li>
      ))}
    </ul>
  );
}
