/** Says in the top bar for whom one acts today, and until when. */
import { SwapOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useStandingIn } from '../api/queries.js';
import { shortDateText } from '../format/dates.js';
import { useWords } from '../i18n/i18n.js';
import { lastDayOf } from './words.js';

export function StandInChip({ personId }: { readonly personId: string }): ReactNode {
  const { t } = useWords();
  const { delegations, absences } = useStandingIn();
  const stood = [
    ...delegations.filter((one) => one.delegate.id === personId).map((one) => ({ id: one.id, who: one.owner, to: one.to })),
    ...absences.filter((one) => one.substitute.id === personId).map((one) => ({ id: one.id, who: one.person, to: one.to })),
  ];
  const [first] = stood;
  if (first === undefined) return null;
  const name = [first.who.honorific, first.who.name].filter((part) => part !== '').join(' ');
  const last = lastDayOf(first.to);
  return (
    <Link to="/uy-quyen" className="stand-in-chip">
      <SwapOutlined aria-hidden="true" />{' '}
      {last === null ? t('authority.actingFor', { who: name }) : t('authority.actingForUntil', { who: name, date: shortDateText(last) })}
      {stood.length > 1 ? ` ${t('authority.andMore', { count: stood.length - 1 })}` : ''}
    </Link>
  );
}
