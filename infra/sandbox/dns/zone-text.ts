/** A record as the server keeps it; names are lower case without the trailing dot. */
export interface SandboxRecord {
  readonly name: string;
  readonly type: RecordType;
  readonly ttl: number;
  /** As in a zone file; for TXT the quoted strings that the record is made of. */
  readonly data: string;
}

export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'SRV', 'TXT'] as const;
export type RecordType = (typeof recordTypes)[number];

export const normaliseName = (name: string): string => name.trim().toLowerCase().replace(/\.$/, '');

const isType = (text: string): text is RecordType => (recordTypes as readonly string[]).includes(text);

/** The shape of the data of each type, names at its end apart. */
const dataShapes: Record<RecordType, RegExp> = {
  A: /^\d{1,3}(\.\d{1,3}){3}$/,
  AAAA: /^[0-9a-f:.]+$/i,
  CNAME: /^\S+$/,
  MX: /^\d{1,5} \S+$/,
  NS: /^\S+$/,
  SRV: /^\d{1,5} \d{1,5} \d{1,5} \S+$/,
  TXT: /^"/,
};

/**
 * Reads BIND text: `name [ttl] [IN] TYPE data`, `$ORIGIN`, `$TTL`, `@`, comments, and data
 * over several lines in parentheses. People paste names without the trailing dot, so a
 * name with a dot in it counts as complete; single labels and names that begin with an
 * underscore belong to the origin.
 *
 * @throws Error naming the entry that cannot be read.
 */
export function readZoneText(text: string, zone: string): SandboxRecord[] {
  let origin = normaliseName(zone);
  let defaultTtl = 300;
  let owner = origin;
  const records: SandboxRecord[] = [];
  for (const { line, indented } of entries(text)) {
    const fields = fieldsOf(line);
    if (fields[0] === '$ORIGIN') origin = normaliseName(fields[1] ?? origin);
    else if (fields[0] === '$TTL') defaultTtl = Number(fields[1]);
    if (fields[0]?.startsWith('$')) continue;
    if (!indented) owner = absolute(fields.shift() ?? '@', origin);
    const ttl = /^\d+$/.test(fields[0] ?? '') ? Number(fields.shift()) : defaultTtl;
    if (fields[0]?.toUpperCase() === 'IN') fields.shift();
    const type = (fields.shift() ?? '').toUpperCase();
    if (type === 'SOA') continue;
    if (!isType(type)) throw new Error(`The zone has a record that this server does not serve: ${line}`);
    records.push({ name: owner, type, ttl, data: readData(type, fields, origin, line) });
  }
  return records;
}

function readData(type: RecordType, fields: string[], origin: string, line: string): string {
  const strings = fields.map((field) => (field.startsWith('"') ? field : JSON.stringify(field)));
  const last = fields.pop() ?? '';
  const named = ['CNAME', 'MX', 'NS', 'SRV'].includes(type);
  const data = type === 'TXT' ? strings.join(' ') : [...fields, named ? absolute(last, origin) : last].join(' ');
  if (!dataShapes[type].test(data)) throw new Error(`The zone has a record that cannot be read: ${line}`);
  return data;
}

const absolute = (name: string, origin: string): string => {
  if (name === '@') return origin;
  // The root says "none" in MX (RFC 7505) and SRV (RFC 2782).
  if (name === '.') return name;
  const plain = normaliseName(name);
  return name.endsWith('.') || plain === origin || plain.endsWith(`.${origin}`) || (plain.includes('.') && !name.startsWith('_')) ? plain : `${plain}.${origin}`;
};

/** The strings of a TXT record's data. */
export const textStrings = (data: string): string[] => [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part = '']) => part.replace(/\\(.)/g, '$1'));

const fieldsOf = (line: string): string[] => [...line.matchAll(/"(?:[^"\\]|\\.)*"|[^\s"]+/g)].map(([field]) => field);

function entries(text: string): { line: string; indented: boolean }[] {
  const found: { line: string; indented: boolean }[] = [];
  let line = '';
  let depth = 0;
  let quoted = false;
  let comment = false;
  for (const character of `${text}\n`) {
    if (character === '\n') comment = false;
    if (comment) continue;
    if (character === '"') quoted = !quoted;
    if (!quoted && character === ';') comment = true;
    else if (!quoted && (character === '(' || character === ')')) depth += character === '(' ? 1 : -1;
    else if (character === '\n' && depth === 0) {
      if (line.trim() !== '') found.push({ line: line.trim(), indented: /^\s/.test(line) });
      line = '';
    } else line += character;
  }
  return found;
}

/** The zone as BIND text, fully qualified, as `readZoneText` takes it. */
export const writeZoneText = (records: readonly SandboxRecord[]): string =>
  records.map(({ name, type, ttl, data }) => `${name}. ${ttl} IN ${type} ${['CNAME', 'MX', 'NS', 'SRV'].includes(type) ? data.replace(/\.?$/, '.') : data}\n`).join('');
