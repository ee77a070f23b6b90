/** Opening a campaign: what it rests on, which procedures, a last look, the launch. */
import { Alert, Button, Checkbox, Input, InputNumber, Radio } from 'antd';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { CampaignBasis } from '../../../domain/programme/campaign.js';
import { send } from '../api/http.js';
import { rowsOf, useClock, useProcedures } from '../api/queries.js';
import { useSubmissionKey } from '../api/use-submission-key.js';
import type { LaunchAnswer } from '../api/types.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { MoreButton } from '../ui/more-button.js';
import { Page, Section } from '../ui/page.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { SearchBox } from '../ui/search-box.js';
import { Loaded } from '../ui/waiting.js';
import { BASES } from './basis.js';
import { readCodes } from './read-codes.js';
import { ListTable } from '../ui/list-table.js';

type Draft = {
  readonly name: string;
  readonly planYear: number | null;
  readonly basis: CampaignBasis;
  readonly basisDocument: string;
  readonly way: 'choose' | 'paste' | 'all';
  readonly chosen: readonly string[];
  readonly pasted: string;
};

const KEPT = 'tinhgon.campaignDraft';
const EMPTY: Draft = { name: '', planYear: null, basis: 'b', basisDocument: '', way: 'choose', chosen: [], pasted: '' };

function keptDraft(): Draft {
  try {
    return { ...EMPTY, ...(JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Draft>) };
  } catch {
    return EMPTY;
  }
}

const codesOf = (draft: Draft): readonly string[] => (draft.way === 'paste' ? readCodes(draft.pasted).codes : draft.way === 'choose' ? draft.chosen : []);

export function LaunchPage(): ReactNode {
  const { t } = useWords();
  const clock = useClock();
  const [draft, setDraft] = useState(keptDraft);
  const [checking, setChecking] = useState(false);
  const [tried, setTried] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => localStorage.setItem(KEPT, JSON.stringify(draft)), [draft]);
  const year = draft.planYear ?? (clock.data === undefined ? null : Number(clock.data.now.slice(0, 4)));
  const missing = [
    ...(draft.name.trim() === '' ? (['name'] as const) : []),
    ...(year === null ? (['planYear'] as const) : []),
    ...(draft.basisDocument.trim() === '' ? (['basisDocument'] as const) : []),
    ...(draft.way !== 'all' && codesOf(draft).length === 0 ? (['procedures'] as const) : []),
  ];
  const change = (next: Partial<Draft>): void => setDraft((old) => ({ ...old, ...next }));
  const check = (): void => {
    setTried(true);
    if (missing.length === 0) setChecking(true);
    else queueMicrotask(() => summary.current?.focus());
  };
  if (checking && year !== null)
    return <CheckPage draft={draft} year={year} onBack={() => setChecking(false)} onLaunched={() => localStorage.removeItem(KEPT)} />;
  const errorOf = (field: (typeof missing)[number]): ReactNode =>
    tried && missing.includes(field) ? (
      <p className="field-error" id={`launch-${field}-error`}>
        {t(`launch.missing.${field}`)}
      </p>
    ) : null;
  return (
    <Page title={t('launch.title')} over={<Link to="/dot">← {t('campaign.list')}</Link>}>
      {tried && missing.length > 0 ? (
        <div ref={summary} tabIndex={-1} className="error-summary" role="alert">
          <h2>{t('common.fixFirst')}</h2>
          <ul>
            {missing.map((field) => (
              <li key={field}>
                <a href={`#launch-${field}`}>{t(`launch.missing.${field}`)}</a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <Section title={t('launch.basisPart')}>
        <div className="form">
          <label className="field" htmlFor="launch-name">
            <span className="field-label">{t('launch.name')}</span>
            <span className="field-hint">{t('launch.nameHint')}</span>
          </label>
          <Input
            id="launch-name"
            value={draft.name}
            maxLength={200}
            aria-invalid={tried && missing.includes('name')}
            aria-describedby="launch-name-error"
            onChange={(event) => change({ name: event.target.value })}
          />
          {errorOf('name')}
          <label className="field" htmlFor="launch-planYear">
            <span className="field-label">{t('launch.planYear')}</span>
          </label>
          <InputNumber id="launch-planYear" value={year} min={2010} max={2100} controls={false} onChange={(value) => change({ planYear: value })} />
          {errorOf('planYear')}
          <fieldset className="field">
            <legend className="field-label">{t('launch.basis')}</legend>
            <Radio.Group
              vertical
              value={draft.basis}
              onChange={(event) => change({ basis: event.target.value as CampaignBasis })}
              options={BASES.map((basis) => ({ value: basis, label: t(`basis.${basis}`) }))}
            />
          </fieldset>
          <label className="field" htmlFor="launch-basisDocument">
            <span className="field-label">{t('launch.basisDocument')}</span>
            <span className="field-hint">{t('launch.basisDocumentHint')}</span>
          </label>
          <Input
            id="launch-basisDocument"
            value={draft.basisDocument}
            maxLength={250}
            aria-invalid={tried && missing.includes('basisDocument')}
            aria-describedby="launch-basisDocument-error"
            onChange={(event) => change({ basisDocument: event.target.value })}
          />
          {errorOf('basisDocument')}
        </div>
      </Section>
      <Section title={t('launch.procedures')}>
        <div id="launch-procedures" tabIndex={-1}>
          <Radio.Group
            value={draft.way}
            onChange={(event) => change({ way: event.target.value as Draft['way'] })}
            options={(['choose', 'paste', 'all'] as const).map((way) => ({ value: way, label: t(`launch.way.${way}`) }))}
          />
          {errorOf('procedures')}
          {draft.way === 'choose' ? <Choose chosen={draft.chosen} onChange={(chosen) => change({ chosen })} /> : null}
          {draft.way === 'paste' ? <Paste text={draft.pasted} onChange={(pasted) => change({ pasted })} /> : null}
          {draft.way === 'all' ? <p>{t('launch.allLead')}</p> : null}
        </div>
      </Section>
      <p className="form-foot">
        <Button type="primary" size="large" onClick={check}>
          {t('launch.check')}
        </Button>{' '}
        <span className="soft">{t('launch.kept')}</span>
      </p>
    </Page>
  );
}

function Choose({ chosen, onChange }: { readonly chosen: readonly string[]; readonly onChange: (codes: readonly string[]) => void }): ReactNode {
  const { t } = useWords();
  const [q, setQ] = useState('');
  const pages = useProcedures({ q, limit: 50 });
  const rows = rowsOf(pages.data);
  const free = rows.filter((row) => row.openReview === null);
  const allShown = free.length > 0 && free.every((row) => chosen.includes(row.code));
  const toggle = (code: string, on: boolean): void => onChange(on ? [...chosen, code] : chosen.filter((other) => other !== code));
  const toggleShown = (on: boolean): void => {
    const shown = free.map((row) => row.code);
    onChange(on ? [...new Set([...chosen, ...shown])] : chosen.filter((code) => !shown.includes(code)));
  };
  return (
    <div className="choose">
      <div className="filters">
        <SearchBox value={q} onSearch={setQ} label={t('procedure.find')} />
        <strong>{t('launch.chosen', { count: chosen.length })}</strong>
      </div>
      <Loaded query={pages}>
        {() => (
          <ListTable
            label={t('launch.procedures')}
            frameClassName="choose-frame"
            columns={[
              <Checkbox key="all" checked={allShown} onChange={(event) => toggleShown(event.target.checked)} aria-label={t('launch.chooseShown')} />,
              t('procedure.code'),
              t('procedure.name'),
              t('procedure.ownerUnit'),
            ]}
          >
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <Checkbox
                    checked={chosen.includes(row.code)}
                    disabled={row.openReview !== null}
                    onChange={(event) => toggle(row.code, event.target.checked)}
                    aria-label={`${row.code} ${row.name}`}
                  />
                </td>
                <td>
                  <code>{row.code}</code>
                </td>
                <td className="cell-name">
                  {row.name}
                  {row.openReview === null ? null : <span className="sub-text">{t('launch.alreadyOpen')}</span>}
                </td>
                <td>{row.ownerUnit.name}</td>
              </tr>
            ))}
          </ListTable>
        )}
      </Loaded>
      <MoreButton pages={pages} />
    </div>
  );
}

function Paste({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }): ReactNode {
  const { t } = useWords();
  const { codes, repeated, unreadable } = readCodes(text);
  return (
    <div className="form">
      <label className="field" htmlFor="launch-paste">
        <span className="field-label">{t('launch.paste')}</span>
        <span className="field-hint">{t('launch.pasteHint')}</span>
      </label>
      <Input.TextArea id="launch-paste" className="mono" rows={8} value={text} spellCheck={false} onChange={(event) => onChange(event.target.value)} />
      <p role="status">
        {t('launch.readCodes', { count: codes.length })}
        {repeated.length === 0 ? '' : ` · ${t('launch.repeated', { codes: [...new Set(repeated)].join(', ') })}`}
      </p>
      {unreadable.length === 0 ? null : <p className="field-error">{t('launch.unreadable', { words: unreadable.slice(0, 20).join(', ') })}</p>}
    </div>
  );
}

function CheckPage({
  draft,
  year,
  onBack,
  onLaunched,
}: {
  readonly draft: Draft;
  readonly year: number;
  readonly onBack: () => void;
  readonly onLaunched: () => void;
}): ReactNode {
  const { t } = useWords();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const say = useSay();
  const codes = codesOf(draft);
  const key = useSubmissionKey();
  const launch = useMutation({
    mutationFn: async () => {
      const which = draft.way === 'all' ? { all: true } : { procedureCodes: codes };
      const body = { name: draft.name.trim(), planYear: year, basis: draft.basis, basisDocument: draft.basisDocument.trim(), ...which };
      return (await send<LaunchAnswer>('POST', '/campaigns', { body, key: key.for(JSON.stringify(body)) })).data;
    },
    onSuccess: () => {
      onLaunched();
      for (const name of ['campaigns', 'procedures', 'tasks']) void cache.invalidateQueries({ queryKey: [name] });
    },
  });
  const answer = launch.data;
  if (answer !== undefined) {
    return (
      <Page title={t('launch.done')}>
        <Alert
          type="success"
          showIcon
          title={t('launch.launched', { count: answer.launched })}
          description={
            answer.problems.length === 0 ? undefined : (
              <ul>
                {answer.problems.map((problem) => (
                  <li key={problem.code}>
                    <code>{problem.code}</code> {say(problem.text)}
                  </li>
                ))}
              </ul>
            )
          }
        />
        <p className="form-foot">
          <Button type="primary" onClick={() => void navigate({ to: '/dot/$campaignId', params: { campaignId: answer.campaignId } })}>
            {t('launch.follow')}
          </Button>
        </p>
      </Page>
    );
  }
  return (
    <Page title={t('launch.checkTitle')}>
      <dl className="facts check-list">
        {(
          [
            ['name', draft.name],
            ['planYear', String(year)],
            ['basis', t(`basis.${draft.basis}`)],
            ['basisDocument', draft.basisDocument],
          ] as const
        ).map(([field, value]) => (
          <div key={field}>
            <dt>{t(`launch.${field}`)}</dt>
            <dd>
              {value}{' '}
              <button type="button" className="link-button" onClick={onBack}>
                {t('common.change')}
              </button>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('launch.procedures')}</dt>
          <dd>
            {draft.way === 'all' ? t('launch.way.all') : t('launch.chosen', { count: codes.length })}{' '}
            <button type="button" className="link-button" onClick={onBack}>
              {t('common.change')}
            </button>
            {draft.way === 'all' ? null : (
              <span className="sub-text mono">
                {codes.slice(0, 60).join(' ')}
                {codes.length > 60 ? ' …' : ''}
              </span>
            )}
          </dd>
        </div>
      </dl>
      <Alert
        type="info"
        showIcon
        title={draft.way === 'all' ? t('launch.effectAll') : t('launch.effect', { count: codes.length })}
        description={t('launch.effectMore')}
      />
      {launch.error === null ? null : <ProblemNotice error={launch.error} onRetry={() => launch.mutate()} />}
      <p className="form-foot">
        <Button type="primary" size="large" loading={launch.isPending} onClick={() => launch.mutate()}>
          {t('launch.launch')}
        </Button>{' '}
        <Button size="large" onClick={onBack}>
          {t('common.back')}
        </Button>
      </p>
    </Page>
  );
}
