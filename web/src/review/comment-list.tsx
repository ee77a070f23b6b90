/** Comments on a review, each with its recorded answer, and the form to add one. */
import { Button, Input, Radio } from 'antd';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useAct } from '../api/use-act.js';
import type { CommentNote } from '../api/types.js';
import { timeText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ActDialog, ActProblem } from '../ui/act-dialog.js';
import { Field } from '../ui/field.js';
import { Section } from '../ui/page.js';
import { personText } from '../ui/person-name.js';
import { ReasonField } from '../ui/reason-field.js';

type Props = { readonly reviewId: string; readonly taskId: string | null; readonly comments: readonly CommentNote[]; readonly mayAdd: boolean };

export function CommentList({ reviewId, taskId, comments, mayAdd }: Props): ReactNode {
  const { t } = useWords();
  const waiting = comments.filter((comment) => comment.disposition === null).length;
  return (
    <Section title={t('comments.title')} acts={waiting === 0 ? null : <span className="chip chip-attention">{t('comments.waiting', { count: waiting })}</span>}>
      {comments.length === 0 ? (
        <p className="soft">{t('comments.none')}</p>
      ) : (
        <ol className="plain-list comments">
          {comments.map((comment) => (
            <li key={comment.id}>
              <Comment reviewId={reviewId} comment={comment} />
            </li>
          ))}
        </ol>
      )}
      {mayAdd ? <AddComment reviewId={reviewId} taskId={taskId} /> : null}
    </Section>
  );
}

function Comment({ reviewId, comment }: { readonly reviewId: string; readonly comment: CommentNote }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const [answering, setAnswering] = useState(false);
  const { disposition } = comment;
  return (
    <>
      <div>
        <strong>{comment.source ?? personText(comment.by)}</strong>
        {comment.source === null ? null : ` · ${t('comments.typedBy', { who: personText(comment.by) })}`} · {timeText(comment.at)}
        {comment.stage === null ? null : <span className="soft"> · {say(comment.stage.name)}</span>}
      </div>
      {comment.path === null ? null : (
        <p className="soft small">
          {t('comments.about')}: <code>{comment.path}</code>
        </p>
      )}
      <blockquote>{comment.text}</blockquote>
      {disposition === null ? (
        <p>
          <span className="chip chip-attention">{t('comments.noAnswer')}</span>
        </p>
      ) : (
        <div className="comment-answer">
          <strong>{t(`comments.kind.${disposition.kind}`)}</strong> · {personText(disposition.by)} · {timeText(disposition.at)}
          <p className="pre">{disposition.text}</p>
        </div>
      )}
      {comment.mayAnswer ? (
        <Button size="small" className="no-print" onClick={() => setAnswering(true)}>
          {disposition === null ? t('comments.answer') : t('comments.answerAnew')}
        </Button>
      ) : null}
      {answering ? <Answer reviewId={reviewId} comment={comment} onClose={() => setAnswering(false)} /> : null}
    </>
  );
}

const KINDS = ['accepted', 'explained'] as const;

function Answer({ reviewId, comment, onClose }: { readonly reviewId: string; readonly comment: CommentNote; readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const [kind, setKind] = useState<(typeof KINDS)[number] | null>(null);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(`/reviews/${encodeURIComponent(reviewId)}/comments/${encodeURIComponent(comment.id)}/answers`, { onDone: onClose });
  const submit = (): void => {
    setTried(true);
    if (kind !== null && text.trim() !== '') act.run({ kind, text: text.trim() });
  };
  return (
    <ActDialog title={t('comments.answer')} okText={t('comments.answerSave')} act={act} onSubmit={submit} onClose={onClose}>
      <blockquote>{comment.text}</blockquote>
      <fieldset className="field">
        <legend className="visually-hidden">{t('comments.answer')}</legend>
        <Radio.Group
          vertical
          value={kind}
          onChange={(event) => setKind(event.target.value as (typeof KINDS)[number])}
          options={KINDS.map((one) => ({ value: one, label: t(`comments.kindLong.${one}`) }))}
        />
        {tried && kind === null ? (
          <p className="field-error" role="alert">
            {t('act.choose')}
          </p>
        ) : null}
      </fieldset>
      <ReasonField
        label={t('comments.answerText')}
        value={text}
        most={4000}
        error={tried && text.trim() === '' ? t('act.fillIn') : act.fieldError('/text')}
        onChange={setText}
      />
    </ActDialog>
  );
}

function AddComment({ reviewId, taskId }: { readonly reviewId: string; readonly taskId: string | null }): ReactNode {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [source, setSource] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(`/reviews/${encodeURIComponent(reviewId)}/comments`, {
    onDone: () => {
      setText('');
      setSource('');
      setTried(false);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (text.trim() !== '') act.run({ text: text.trim(), taskId, source: source.trim() === '' ? null : source.trim() });
  };
  return (
    <details className="no-print add-comment">
      <summary>{t('comments.add')}</summary>
      <form onSubmit={submit}>
        <ReasonField
          label={t('comments.text')}
          value={text}
          most={4000}
          error={tried && text.trim() === '' ? t('act.fillIn') : act.fieldError('/text')}
          onChange={setText}
        />
        <Field label={`${t('comments.source')} ${t('common.optional')}`} hint={t('comments.sourceHint')} error={act.fieldError('/source')}>
          {(control) => <Input {...control} value={source} maxLength={300} onChange={(event) => setSource(event.target.value)} />}
        </Field>
        <ActProblem act={act} />
        <p className="form-foot">
          <Button type="primary" htmlType="submit" loading={act.pending}>
            {t('comments.send')}
          </Button>
        </p>
      </form>
    </details>
  );
}
