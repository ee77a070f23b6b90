/** A first sheet out of the published text: a row for each paper, for handing in, for the fee, for the result. */
import { applyChangeItems, type ChangeItem } from '../../../domain/procedure/change-items.js';
import { isPaper, type ProcedureContent } from '../../../domain/procedure/procedure.js';
import { readCell } from './cell.js';
import { EMPTY_STATE, newRow, type SheetRow, type SheetState } from './sheet-state.js';

export type StartWords = { readonly submit: string; readonly fee: string; readonly receive: string };

const paperKeys = (content: ProcedureContent): ReadonlyMap<string, string> =>
  new Map(content.dossier.flatMap((group) => group.items.filter(isPaper).map((item): readonly [string, string] => [`${group.id}/${item.id}`, item.name])));

/** The text after the proposal; the present one while its items cannot be applied. */
function proposed(content: ProcedureContent, items: readonly ChangeItem[]): ProcedureContent {
  try {
    return applyChangeItems(content, items);
  } catch {
    return content;
  }
}

/** Papers the proposal drops are dropped in block II. Times and numbers of subjects stay without a figure: nobody has measured them. */
export function startingSheet(content: ProcedureContent, items: readonly ChangeItem[], words: StartWords): SheetState {
  const after = paperKeys(proposed(content, items));
  const before = paperKeys(content);
  const rows: SheetRow[] = [];
  const id = (): string => `r${rows.length + 1}`;
  for (const [key, name] of before) {
    const row = newRow(id(), 'prepare', firstLine(name));
    rows.push({ ...row, rest: { paper: key.slice(0, 100) }, after: { ...row.after, dropped: !after.has(key) } });
  }
  for (const [key, name] of after) if (!before.has(key)) rows.push(newRow(id(), 'prepare', firstLine(name), 'after'));
  rows.push(newRow(id(), 'submit', words.submit));
  const fee = content.channels.find((channel) => channel.fee?.amountDong !== null && channel.fee?.amountDong !== undefined)?.fee?.amountDong ?? null;
  if (fee !== null && fee > 0) {
    const row = newRow(id(), 'fees', words.fee);
    rows.push(
      row.before === null
        ? row
        : { ...row, before: { ...row.before, cells: { ...row.before.cells, hours: readCell('0', 'hours'), fees: readCell(String(fee), 'fees') } } },
    );
  }
  rows.push(newRow(id(), 'receive', words.receive));
  return { ...EMPTY_STATE, rows };
}

const MAX_TASK = 200;
const firstLine = (name: string): string => {
  const line = (name.split('\n')[0] ?? '').replace(/\s+/gu, ' ').trim();
  return line.length <= MAX_TASK ? line : `${line.slice(0, MAX_TASK - 1)}…`;
};
