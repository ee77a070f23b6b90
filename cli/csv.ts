/** Rows as CSV that Vietnamese Excel opens as they are: UTF-8 with a byte order mark, `;`, CRLF. */

export type CsvCell = string | number | null;

/** A text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers. */
function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell;
  return /[";\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvText = (headers: readonly string[], rows: readonly (readonly CsvCell[])[]): string =>
  `\uFEFF${[headers, ...rows].map((row) => row.map(csvCell).join(';')).join('\r\n')}\r\n`;
