/** A code in fixed width with a button that copies it. */
import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useState, type ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';

/** @param short how many letters are shown; the whole text is copied */
export function CopyText({ text, short }: { readonly text: string; readonly short?: number }): ReactNode {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const shown = short === undefined || text.length <= short ? text : `${text.slice(0, short)}…`;
  const copy = (): void => {
    const done = (): void => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    };
    void navigator.clipboard?.writeText(text).then(done, () => undefined);
  };
  return (
    <span className="copy">
      <code title={text}>{shown}</code>
      <button type="button" className="icon-button" onClick={copy} aria-label={copied ? t('common.copied') : t('common.copyOf', { what: text })}>
        {copied ? <CheckOutlined aria-hidden="true" /> : <CopyOutlined aria-hidden="true" />}
      </button>
    </span>
  );
}
