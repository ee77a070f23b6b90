/** One status as icon, word and colour; never colour alone. */
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  EditOutlined,
  ExclamationCircleOutlined,
  HourglassOutlined,
  MinusCircleOutlined,
  PauseCircleOutlined,
  RollbackOutlined,
  SendOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { STATUS_LABELS, type StatusLabel } from '../../../domain/shared/labels.js';
import { useSay } from '../i18n/use-say.js';

export type StatusGroup = keyof typeof STATUS_LABELS;

const ICONS: Readonly<Record<string, ReactNode>> = {
  draft: <EditOutlined />,
  unclaimed: <MinusCircleOutlined />,
  inProgress: <HourglassOutlined />,
  awaitingOpinion: <HourglassOutlined />,
  suspended: <PauseCircleOutlined />,
  returned: <RollbackOutlined />,
  return: <RollbackOutlined />,
  submitted: <SendOutlined />,
  inAppraisal: <HourglassOutlined />,
  awaitingApproval: <HourglassOutlined />,
  overdue: <WarningOutlined />,
  dueSoon: <ClockCircleOutlined />,
  onTime: <ClockCircleOutlined />,
  approved: <CheckCircleOutlined />,
  approve: <CheckCircleOutlined />,
  done: <CheckCircleOutlined />,
  rejected: <CloseCircleOutlined />,
  reject: <CloseCircleOutlined />,
  withdrawn: <MinusCircleOutlined />,
  published: <CheckCircleOutlined />,
  retired: <MinusCircleOutlined />,
  noOpinion: <MinusCircleOutlined />,
};

/** A code that no list knows is shown as it is, so that it is seen and mended. */
export function StatusTag({ group, code }: { readonly group: StatusGroup; readonly code: string }): ReactNode {
  const say = useSay();
  const label = (STATUS_LABELS[group] as Readonly<Record<string, StatusLabel>>)[code];
  if (label === undefined) return <span className="tag">{code}</span>;
  const { text, background, struck } = label.colours;
  return (
    <span className={struck ? 'tag tag-struck' : 'tag'} style={{ color: text, background }}>
      <span aria-hidden="true">{ICONS[code] ?? <ExclamationCircleOutlined />}</span> {say(label)}
    </span>
  );
}
