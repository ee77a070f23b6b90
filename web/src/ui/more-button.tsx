/** Fetches the next page of a list. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';

export type MorePages = { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => unknown };

export function MoreButton({ pages }: { readonly pages: MorePages }): ReactNode {
  const { t } = useWords();
  if (!pages.hasNextPage) return null;
  return (
    <p className="more no-print">
      <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {t('common.more')}
      </Button>
    </p>
  );
}
