import { CsvError, type Info, parse } from 'csv-parse/sync';

/** The most people of one file, and the most bytes. */
export const csvLimits = { rows: 10_000, bytes: 2 * 1024 * 1024, columns: 50, cell: 500 } as const;

export interface CsvRow {
  /** Where it begins in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why it cannot be used, in words; null when it can. */
  readonly broken: string | null;
}

export interface CsvFile {
  readonly headings: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** The file as a whole cannot be used; the message says what to do. */
export class UnreadableCsv extends Error {
  override readonly name = 'UnreadableCsv';
}

const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a CSV file (RFC 4180) with comma, semicolon or tab, whichever its first line has most of. What is wrong with one row is said
 * of that row: a byte that is no UTF-8, a quote that is not closed, a cell too many.
 *
 * @throws UnreadableCsv when nothing of it can be used.
 */
export function readCsv(bytes: Buffer): CsvFile {
  if (bytes.length === 0) throw new UnreadableCsv('The file is empty.');
  if (bytes.length > csvLimits.bytes) throw new UnreadableCsv(`The file is larger than ${csvLimits.bytes / 1024 / 1024} MiB. Split it.`);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) throw new UnreadableCsv('The file is in UTF-16. Save it as “CSV UTF-8” and upload it again.');
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') throw new UnreadableCsv('This is a workbook or an archive, not a CSV file. Save the sheet as “CSV UTF-8” and upload that.');
  if (bytes.subarray(0, 4096).includes(0)) throw new UnreadableCsv('This is not a text file. Save the sheet as “CSV UTF-8” and upload that.');
  const records = split(bytes);
  const [first, ...rest] = records;
  if (!first) throw new UnreadableCsv('The file has no rows.');
  const headings = first.cells.map((cell) => decode(cell) ?? '');
  if (headings.some((heading) => heading.includes('\ufffd')) || first.cells.some((cell) => decode(cell) === null)) throw new UnreadableCsv('The first line is not UTF-8. Save the file as “CSV UTF-8” and upload it again.');
  if (headings.length > csvLimits.columns) throw new UnreadableCsv(`The file has ${headings.length} columns; ${csvLimits.columns} are read.`);
  if (rest.length === 0) throw new UnreadableCsv('The file has headings and no people below them.');
  if (rest.length > csvLimits.rows) throw new UnreadableCsv(`The file has ${rest.length} people; ${csvLimits.rows} are read at a time. Split it.`);
  return { headings: headings.map((heading) => heading.trim()), rows: rest.map((record) => readRow(record, headings.length)) };
}

interface RawRecord {
  readonly line: number;
  readonly cells: readonly Buffer[];
  readonly problem: string | null;
}

function readRow({ line, cells, problem }: RawRecord, width: number): CsvRow {
  const decoded = cells.map(decode);
  const readable = decoded.map((cell) => (cell ?? '').trim());
  const broken =
    problem ??
    (decoded.includes(null) ? 'The row has characters that are not UTF-8. Save the file as “CSV UTF-8”.' : null) ??
    (readable.length > width ? `The row has ${readable.length} cells and the headings ${width}. Put cells that contain the separator into quotes.` : null) ??
    (readable.some((cell) => cell.length > csvLimits.cell) ? `A cell is longer than ${csvLimits.cell} characters. A quote that is never closed does that.` : null);
  return { line, cells: broken === null ? readable : readable.slice(0, width).map((cell) => cell.slice(0, csvLimits.cell).replaceAll('\u0000', '')), broken };
}

const decode = (cell: Buffer): string | null => {
  try {
    return text.decode(cell);
  } catch {
    return null;
  }
};

function split(bytes: Buffer): RawRecord[] {
  const options = { bom: true, delimiter: delimiterOf(bytes), encoding: null, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 64 * 1024 } as const;
  const toRecord = ({ record, info }: { record: readonly (Buffer | string)[]; info: Info }): RawRecord => ({
    line: info.lines - record.reduce((breaks, cell) => breaks + newlines(Buffer.from(cell)), 0),
    cells: record.map((cell) => Buffer.from(cell)),
    problem: null,
  });
  const isRow = ({ cells }: RawRecord): boolean => cells.some((cell) => cell.length > 0);
  try {
    return (parse(bytes, options as never) as unknown as { record: readonly Buffer[]; info: Info }[]).map(toRecord).filter(isRow);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return lineByLine(bytes, options, toRecord, isRow);
  }
}

/** A quote gone wrong takes the rest of a file with it; read line by line, only its own line is lost. */
function lineByLine(bytes: Buffer, options: object, toRecord: (entry: { record: readonly Buffer[]; info: Info }) => RawRecord, isRow: (record: RawRecord) => boolean): RawRecord[] {
  const lines = bytes.toString('latin1').split(/\r\n|\n|\r/);
  return lines.flatMap((line, index): RawRecord[] => {
    const part = Buffer.from(index === 0 ? line.replace(/^\u00ef\u00bb\u00bf/, '') : line, 'latin1');
    if (part.length === 0) return [];
    try {
      return (parse(part, options as never) as unknown as { record: readonly Buffer[]; info: Info }[]).map((entry) => ({ ...toRecord(entry), line: index + 1 })).filter(isRow);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      return [{ line: index + 1, cells: [part], problem: 'A quote in this row is in the wrong place or never closed. Double quotes inside a cell are written twice.' }];
    }
  });
}

const newlines = (cell: Buffer): number => cell.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0);

function delimiterOf(bytes: Buffer): string {
  const end = bytes.indexOf(0x0a);
  const first = bytes.subarray(0, end === -1 ? bytes.length : end).toString('latin1');
  const count = (delimiter: string): number => first.split(delimiter).length;
  return [';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best), ',');
}
