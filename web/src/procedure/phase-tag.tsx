/** Where a procedure stands in its life, as a tag. */
import { CheckCircleOutlined, ExperimentOutlined, HourglassOutlined, ScheduleOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { PROCEDURE_PHASES, type ProcedurePhase } from '../../../domain/procedure/life.js';
import { PALETTE, type Colours } from '../../../domain/shared/labels.js';
import { useWords } from '../i18n/i18n.js';

export const PHASES = PROCEDURE_PHASES;

const LOOKS: Readonly<Record<ProcedurePhase, { readonly icon: ReactNode; readonly colours: Colours }>> = {
  inForce: { icon: <CheckCircleOutlined />, colours: PALETTE.good },
  underReview: { icon: <HourglassOutlined />, colours: PALETTE.active },
  adopted: { icon: <ScheduleOutlined />, colours: PALETTE.active },
  measuring: { icon: <ExperimentOutlined />, colours: PALETTE.attention },
};

export function PhaseTag({ phase }: { readonly phase: string }): ReactNode {
  const { t } = useWords();
  const known = PHASES.find((candidate) => candidate === phase);
  if (known === undefined) return <span className="tag">{phase}</span>;
  const { icon, colours } = LOOKS[known];
  return (
    <span className="tag" style={{ color: colours.text, background: colours.background }}>
      <span aria-hidden="true">{icon}</span> {t(`phase.${known}`)}
    </span>
  );
}
