/** Parts of one screen, each with its own address. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type Props<K extends string> = {
  readonly label: string;
  readonly tabs: readonly K[];
  readonly current: K;
  readonly nameOf: (tab: K) => string;
  readonly children: ReactNode;
};

/** The chosen part stands below; the address carries it as `tab`. */
export function TabLinks<K extends string>({ label, tabs, current, nameOf, children }: Props<K>): ReactNode {
  return (
    <>
      <nav className="tabs no-print" aria-label={label}>
        {tabs.map((tab) => (
          <Link
            key={tab}
            to="."
            search={{ tab } as never}
            replace
            className={tab === current ? 'tab tab-on' : 'tab'}
            {...(tab === current ? { 'aria-current': 'page' as const } : {})}
          >
            {nameOf(tab)}
          </Link>
        ))}
      </nav>
      {children}
    </>
  );
}
