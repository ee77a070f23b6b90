/** A failed request: what happened, what to do, a trace id to copy. */
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { problemOf } from '../api/problem.js';
import { useWords } from '../i18n/i18n.js';
import { CopyText } from './copy-text.js';

type Props = { readonly error: unknown; readonly onRetry?: () => void; readonly children?: ReactNode };

export function ProblemNotice({ error, onRetry, children }: Props): ReactNode {
  const { t } = useWords();
  const problem = problemOf(error);
  const own = problem.code === 'no_answer' ? t('problem.noAnswer') : problem.code === 'unavailable' ? t('problem.unavailable') : t('problem.unexpected');
  return (
    <Alert
      className="problem"
      type="error"
      showIcon
      role="alert"
      title={problem.title === '' ? own : problem.title}
      description={
        <>
          {problem.detail === null ? null : <p>{problem.detail}</p>}
          {problem.errors.length === 0 ? null : (
            <ul>
              {problem.errors.map((item) => (
                <li key={`${item.pointer} ${item.code}`}>
                  {item.detail} <code>{item.pointer}</code>
                </li>
              ))}
            </ul>
          )}
          {children}
          <p className="problem-foot">
            {onRetry ? (
              <Button size="small" onClick={onRetry}>
                {t('common.retry')}
              </Button>
            ) : null}
            {problem.instance === null ? null : (
              <span>
                {t('problem.trace')}: <CopyText text={problem.instance} />
              </span>
            )}
          </p>
        </>
      }
    />
  );
}
