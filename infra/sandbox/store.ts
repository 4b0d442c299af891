import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The journal holds something we did not write; a person has to decide what becomes of it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** One named set of JSON values. A value that was read is not to be changed; `put` a new one. */
export interface Collection<T> {
  get(key: string): Readonly<T> | undefined;
  has(key: string): boolean;
  /** Values in the order their keys were first put. */
  values(): Readonly<T>[];
  entries(): [string, Readonly<T>][];
  readonly size: number;
  /** On disk when it returns. Values have to survive JSON: no Date, no BigInt, no undefined in arrays. */
  put(key: string, value: T): void;
  /** Whether there was something to delete. */
  delete(key: string): boolean;
}

export interface Store {
  collection<T>(name: string): Collection<T>;
  close(): void;
}

interface JournalLine {
  c: string;
  k: string;
  /** Absent: the key was deleted. */
  v?: unknown;
}

const parseLine = (file: string, text: string, number: number): JournalLine => {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (cause) {
    throw new StoreError(`${file} is damaged at line ${number}: not JSON. Remove the file to start from nothing.`, { cause });
  }
  if (typeof line !== 'object' || line === null || typeof (line as JournalLine).c !== 'string' || typeof (line as JournalLine).k !== 'string') {
    throw new StoreError(`${file} is damaged at line ${number}: not a journal entry. Remove the file to start from nothing.`);
  }
  return line as JournalLine;
};

const replay = (file: string): Map<string, Map<string, unknown>> => {
  const collections = new Map<string, Map<string, unknown>>();
  if (!existsSync(file)) return collections;
  // What follows the last line break was cut off by a kill before its answer went out: nobody relies on it.
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  lines.forEach((text, index) => {
    const { c, k, v } = parseLine(file, text, index + 1);
    const values = collections.get(c) ?? new Map<string, unknown>();
    collections.set(c, values);
    if (v === undefined) values.delete(k);
    else values.set(k, v);
  });
  return collections;
};

/** Rewrites the journal with one line a value; the rename makes it all or nothing. */
const compact = (file: string, collections: Map<string, Map<string, unknown>>): void => {
  const next = `${file}.next`;
  const fd = openSync(next, 'w');
  ftruncateSync(fd);
  for (const [c, values] of collections) for (const [k, v] of values) writeSync(fd, `${JSON.stringify({ c, k, v })}\n`);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(next, file);
};

/**
 * Keyed collections in one append-only journal of JSON lines. Each change is handed to the operating
 * system before the call returns, so a killed process loses nothing it has answered for; the cost of a
 * change does not grow with the store.
 *
 * @throws StoreError naming the file when anything but its last, unfinished line is damaged.
 */
export const openStore = (file: string): Store => {
  mkdirSync(dirname(file), { recursive: true });
  const collections = replay(file);
  compact(file, collections);
  const journal = openSync(file, 'a');
  const append = (line: JournalLine): void => void writeSync(journal, `${JSON.stringify(line)}\n`);

  return {
    collection: <T>(name: string): Collection<T> => {
      const values = (collections.get(name) ?? new Map<string, unknown>()) as Map<string, T>;
      collections.set(name, values as Map<string, unknown>);
      return {
        get: (key) => values.get(key),
        has: (key) => values.has(key),
        values: () => [...values.values()],
        entries: () => [...values.entries()],
        get size() {
          return values.size;
        },
        put: (key, value) => {
          const v: unknown = JSON.parse(JSON.stringify(value));
          append({ c: name, k: key, v });
          values.set(key, v as T);
        },
        delete: (key) => {
          if (!values.has(key)) return false;
          append({ c: name, k: key });
          return values.delete(key);
        },
      };
    },
    close: () => closeSync(journal),
  };
};
