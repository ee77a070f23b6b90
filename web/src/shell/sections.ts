/** The entries of the left rail, each with the operation that shows it. */
import type { Operation } from '../../../domain/shared/access.js';

export type SectionKey = 'work' | 'procedures' | 'campaigns' | 'execution' | 'overdue' | 'routes' | 'posts';
export type Section = {
  readonly key: SectionKey;
  readonly to: '/viec' | '/thu-tuc' | '/dot' | '/thuc-thi' | '/qua-han' | '/quy-trinh' | '/chuc-vu';
  readonly letter: string;
  readonly needs: Operation;
};

/** `letter` follows `g` on the keyboard. */
export const SECTIONS: readonly Section[] = [
  { key: 'work', to: '/viec', letter: 'v', needs: 'tasks.read' },
  { key: 'procedures', to: '/thu-tuc', letter: 't', needs: 'procedures.read' },
  { key: 'campaigns', to: '/dot', letter: 'd', needs: 'campaigns.read' },
  { key: 'execution', to: '/thuc-thi', letter: 'h', needs: 'execution.read' },
  { key: 'overdue', to: '/qua-han', letter: 'q', needs: 'overdue.read' },
  { key: 'routes', to: '/quy-trinh', letter: 'r', needs: 'routes.read' },
  { key: 'posts', to: '/chuc-vu', letter: 'c', needs: 'posts.give' },
];

/** What somebody who may do these operations sees in the rail. */
export const sectionsFor = (can: readonly string[]): readonly Section[] => SECTIONS.filter(({ needs }) => can.includes(needs));
