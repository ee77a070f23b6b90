/** Addresses nobody knows, and screens that broke. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';
import { Page } from '../ui/page.js';
import { ProblemNotice } from '../ui/problem-notice.js';

export function Lost(): ReactNode {
  const { t } = useWords();
  return (
    <Page title={t('lost.title')}>
      <p>{t('lost.lead')}</p>
      <p>
        <Link to="/viec">{t('lost.home')}</Link>
      </p>
    </Page>
  );
}

export function Broken({ error }: { readonly error: unknown }): ReactNode {
  const { t } = useWords();
  return (
    <Page title={t('lost.broken')}>
      <ProblemNotice error={error} onRetry={() => location.reload()} />
    </Page>
  );
}
