/** The list of keys. */
import { Modal, Switch } from 'antd';
import { useState, type ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';
import { keysAreOn, setKeys } from './keyboard.js';

const KEYS = [
  ['?', 'help.help'],
  ['/', 'help.find'],
  ['g v', 'help.goWork'],
  ['g t', 'help.goProcedures'],
  ['g d', 'help.goCampaigns'],
  ['g h', 'help.goExecution'],
  ['g q', 'help.goOverdue'],
  ['g r', 'help.goRoutes'],
  ['g c', 'help.goPosts'],
  ['j k', 'help.move'],
  ['Enter', 'help.open'],
  ['d', 'help.decide'],
  ['Esc', 'help.back'],
] as const;
const SHEET_KEYS = [
  ['↑ ↓ ← →', 'help.sheetArrows'],
  ['Tab', 'help.sheetTab'],
  ['Enter', 'help.sheetEnter'],
  ['F2', 'help.sheetEdit'],
  ['Ctrl D', 'help.sheetFill'],
  ['Ctrl Z · Ctrl Y', 'help.sheetUndo'],
  ['Ctrl V', 'help.sheetPaste'],
  ['Delete', 'help.sheetClear'],
  ['Alt ↑ ↓', 'help.sheetMove'],
] as const;

export function Help({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const [on, setOn] = useState(keysAreOn);
  const change = (next: boolean): void => {
    setKeys(next);
    setOn(next);
  };
  return (
    <Modal open onCancel={onClose} footer={null} title={t('help.title')} width={640}>
      <div className="help">
        <KeyTable caption={t('help.general')} keys={KEYS} />
        <KeyTable caption={t('help.sheet')} keys={SHEET_KEYS} />
      </div>
      <label className="switch-line">
        <Switch size="small" checked={on} onChange={change} aria-label={t('help.singleKeys')} /> {t('help.singleKeys')}
      </label>
    </Modal>
  );
}

function KeyTable({ caption, keys }: { readonly caption: string; readonly keys: typeof KEYS | typeof SHEET_KEYS }): ReactNode {
  const { t } = useWords();
  return (
    <table className="plain-table">
      <caption>{caption}</caption>
      <tbody>
        {keys.map(([key, name]) => (
          <tr key={key}>
            <th scope="row">
              <kbd>{key}</kbd>
            </th>
            <td>{t(name)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
