/** One line of CSV (RFC 4180). What a spreadsheet would run as a formula is given as text, also behind what it takes for a separator in other countries. */
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map((cell) => quoted(cell ?? '')).join(',')}\r\n`;

const quoted = (cell: string): string => {
  const safe = cell.replace(/(^|[;|\t\r\n])(?=["'\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu, "$1'").replace(/^[\t\r]/, "'$&");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
