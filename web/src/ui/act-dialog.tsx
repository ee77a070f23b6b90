/** A dialog for one act: fields with errors under them, and what to do when the matter has moved on. */
import { Alert, Button, Modal } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import type { Act } from '../api/use-act.js';
import { useWords } from '../i18n/i18n.js';
import { ProblemNotice } from './problem-notice.js';

/** Somebody was quicker, or the matter stands otherwise than shown. */
const MOVED_STATUSES = [409, 412];

type Props = {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly okText: string;
  readonly danger?: boolean;
  readonly act: Act;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

export function ActDialog({ title, lead, okText, danger = false, act, onSubmit, onClose, children }: Props): ReactNode {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal open title={title} okText={okText} okButtonProps={{ danger, loading: act.pending }} onOk={onSubmit} onCancel={onClose} destroyOnHidden>
      {lead === undefined ? null : <div className="soft">{lead}</div>}
      <form onSubmit={submit}>{children}</form>
      <ActProblem act={act} onReload={onClose} />
    </Modal>
  );
}

/** A refusal; the fields it names carry their own words already. */
export function ActProblem({ act, onReload }: { readonly act: Act; readonly onReload?: () => void }): ReactNode {
  const { t } = useWords();
  const { problem } = act;
  if (problem === null || problem.errors.length > 0) return null;
  if (MOVED_STATUSES.includes(problem.status)) {
    return (
      <Alert
        className="problem"
        type="warning"
        showIcon
        role="alert"
        title={problem.title}
        description={
          <>
            {problem.detail === null ? null : <p>{problem.detail}</p>}
            <Button
              onClick={() => {
                act.lookAgain();
                onReload?.();
              }}
            >
              {t('act.lookAgain')}
            </Button>
          </>
        }
      />
    );
  }
  return <ProblemNotice error={act.error} />;
}
