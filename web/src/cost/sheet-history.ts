/** Undo and redo over the sheet; typing into one cell is one step. */
import { applyEdit, type Edit } from './sheet-edits.js';
import type { SheetState } from './sheet-state.js';

export type History = {
  readonly past: readonly SheetState[];
  readonly present: SheetState;
  readonly future: readonly SheetState[];
  readonly typingAt: string | null;
};

export type HistoryAct =
  | Edit
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  | { readonly type: 'leave' }
  | { readonly type: 'open'; readonly state: SheetState };

const MAX_STEPS = 200;

export const startHistory = (present: SheetState): History => ({ past: [], present, future: [], typingAt: null });

/** Edits that go on typing in the same place join the step before. */
function placeOf(edit: Edit): string | null {
  if (edit.type === 'type') return `${edit.at.row} ${edit.at.side} ${edit.at.column}`;
  return ['rate', 'rateYear', 'rateSource', 'subjects', 'subjectsSource'].includes(edit.type) ? edit.type : null;
}

export function reduceHistory(history: History, act: HistoryAct): History {
  const { past, present, future } = history;
  switch (act.type) {
    case 'open':
      return startHistory(act.state);
    case 'leave':
      return history.typingAt === null ? history : { ...history, typingAt: null };
    case 'undo': {
      const last = past.at(-1);
      return last === undefined ? history : { past: past.slice(0, -1), present: last, future: [present, ...future], typingAt: null };
    }
    case 'redo': {
      const [next, ...rest] = future;
      return next === undefined ? history : { past: [...past, present], present: next, future: rest, typingAt: null };
    }
    default: {
      const next = applyEdit(present, act);
      if (next === present) return history;
      // Writing a number in groups of three is no step of its own.
      if (act.type === 'tidy' || act.type === 'tidyCommon') return { ...history, present: next };
      const place = placeOf(act);
      if (place !== null && place === history.typingAt) return { ...history, present: next, future: [] };
      return { past: [...past, present].slice(-MAX_STEPS), present: next, future: [], typingAt: place };
    }
  }
}
