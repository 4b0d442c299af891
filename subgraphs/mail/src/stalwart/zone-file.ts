/** One record of a zone, names without the trailing dot and in lower case. */
export interface ZoneRecord {
  readonly name: string;
  /** `TXT`, `MX`, `SRV`, `CNAME`, `TLSA`, … as the zone has it. */
  readonly type: string;
  /** As in a zone file; a TXT value is one string, its parts joined and unquoted. */
  readonly data: string;
}

/** Names a record's data may end in, which lose the trailing dot. */
const namesHost = new Set(['MX', 'SRV', 'CNAME', 'NS', 'PTR']);

/**
 * Reads the BIND text of `dnsZoneFile` (RFC 1035 section 5.1, without `$ORIGIN` and TTL).
 * Long TXT values come as several quoted strings in parentheses; the order of the lines
 * says nothing, as it changes between starts of the server.
 */
export function parseZoneFile(text: string): ZoneRecord[] {
  return entries(text).flatMap((entry) => {
    const match = /^(\S+)\s+(?:\d+\s+)?IN\s+([A-Z]+)\s+([\s\S]+)$/i.exec(entry);
    if (!match) return [];
    const [, name = '', type = '', rest = ''] = match;
    return [{ name: withoutDot(name).toLowerCase(), type: type.toUpperCase(), data: readData(type.toUpperCase(), rest.trim()) }];
  });
}

/** Splits into entries: a line, or several inside parentheses. Neither `;` nor a parenthesis counts inside quotes. */
function entries(text: string): string[] {
  const found: string[] = [];
  let entry = '';
  let depth = 0;
  let quoted = false;
  let comment = false;
  for (const character of `${text}\n`) {
    if (character === '\n') comment = false;
    if (comment) continue;
    if (character === '"') quoted = !quoted;
    if (!quoted && character === ';') {
      comment = true;
    } else if (!quoted && (character === '(' || character === ')')) {
      depth += character === '(' ? 1 : -1;
    } else if (character === '\n' && depth === 0) {
      if (entry.trim() !== '') found.push(entry.trim());
      entry = '';
    } else {
      entry += character;
    }
  }
  return found;
}

function readData(type: string, data: string): string {
  if (type === 'TXT') return [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part = '']) => part.replace(/\\(.)/g, '$1')).join('');
  const fields = data.split(/\s+/);
  const target = fields.pop() ?? '';
  return [...fields, namesHost.has(type) ? withoutDot(target).toLowerCase() : target].join(' ');
}

const withoutDot = (name: string): string => name.replace(/\.$/, '');
