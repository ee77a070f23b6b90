/** What a screen shows while its data is on the way, broken, or empty. */
import { Empty, Skeleton } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';
import { ProblemNotice } from './problem-notice.js';

const SKELETON_AFTER_MS = 300;

/** Skeleton rows, only once waiting is long enough to notice. */
export function Waiting({ rows = 6 }: { readonly rows?: number }): ReactNode {
  const { t } = useWords();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="waiting" role="status" aria-live="polite">
      <span className="visually-hidden">{t('common.loading')}</span>
      {late ? <Skeleton active title={false} paragraph={{ rows, width: '100%' }} /> : null}
    </div>
  );
}

export type Query<T> = { readonly data: T | undefined; readonly error: unknown; readonly refetch: () => unknown };

/** The data of a query, or the state it is in. A refetch that fails keeps the last data and says so. */
export function Loaded<T>({ query, children }: { readonly query: Query<T>; readonly children: (data: T) => ReactNode }): ReactNode {
  if (query.data === undefined) {
    return query.error === null ? <Waiting /> : <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {query.error === null ? null : <StaleBar onRetry={() => void query.refetch()} />}
      {children(query.data)}
    </>
  );
}

function StaleBar({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const { t } = useWords();
  return (
    <p className="stale-bar" role="status">
      {t('common.stale')}{' '}
      <button type="button" className="link-button" onClick={onRetry}>
        {t('common.retry')}
      </button>
    </p>
  );
}

/** An empty list says why, and offers the next act. */
export function Nothing({ why, children }: { readonly why: string; readonly children?: ReactNode }): ReactNode {
  return (
    <Empty className="nothing" image={Empty.PRESENTED_IMAGE_SIMPLE} description={why}>
      {children}
    </Empty>
  );
}
