/** A button that opens a dialog for an act which needs nothing but a reason. */
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAct } from '../api/use-act.js';
import { useWords } from '../i18n/i18n.js';
import { ActDialog } from './act-dialog.js';
import { ReasonField } from './reason-field.js';

type Props = {
  readonly path: string;
  readonly etag?: string;
  /** On the button, and as the name of the act in the dialog. */
  readonly name: string;
  readonly title: string;
  readonly lead?: string;
  readonly label?: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly danger?: boolean;
  readonly bodyOf: (reason: string) => object;
  /** Of the field in the body, to find what the server says of it. */
  readonly pointer?: string;
  readonly most?: number;
};

export function ReasonAct(props: Props): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button danger={props.danger === true} onClick={() => setOpen(true)}>
        {props.name}
      </Button>
      {open ? <Dialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Dialog({
  path,
  etag,
  name,
  title,
  lead,
  label,
  hint,
  required = true,
  danger = false,
  bodyOf,
  pointer = '/reason',
  most = 2000,
  onClose,
}: Props & { readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct(path, { etag, onDone: onClose });
  const missing = required && reason.trim() === '';
  const submit = (): void => {
    setTried(true);
    if (!missing) act.run(bodyOf(reason.trim()));
  };
  return (
    <ActDialog title={title} okText={name} danger={danger} act={act} onSubmit={submit} onClose={onClose} {...(lead === undefined ? {} : { lead })}>
      <ReasonField
        label={label ?? (required ? t('task.reason') : `${t('task.reason')} ${t('common.optional')}`)}
        value={reason}
        most={most}
        error={tried && missing ? t('act.fillIn') : act.fieldError(pointer)}
        onChange={setReason}
        {...(hint === undefined ? {} : { hint })}
      />
    </ActDialog>
  );
}
