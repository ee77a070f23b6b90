/** Prints the screen as a document. */
import type { ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';

export function PrintButton(): ReactNode {
  const { t } = useWords();
  return (
    <button type="button" className="ghost-button" onClick={() => window.print()}>
      {t('common.print')}
    </button>
  );
}
