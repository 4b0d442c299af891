/** One line of CSV (RFC 4180). What a spreadsheet would run as a formula is given as text. */
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map((cell) => quoted(cell ?? '')).join(',')}\r\n`;

const quoted = (cell: string): string => {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
