/** A mechanism of an SPF record (RFC 7208 section 5). */
export interface SpfTerm {
  readonly qualifier: string;
  readonly name: string;
  /** The name it is about, in lower case without the dot at the end; empty for the domain itself. */
  readonly domain: string;
  /** Prefix lengths, addresses included, as written. */
  readonly rest: string;
  readonly text: string;
}

export interface Spf {
  readonly terms: readonly SpfTerm[];
  readonly redirect: string | null;
  /** The first term that is none (RFC 7208 section 4.6: the whole record fails). */
  readonly broken: string | null;
}

/** Whether receivers take it for an SPF record (RFC 7208 section 4.5); only a space may follow the version. */
export const isSpf = (value: string): boolean => /^v=spf1( |$)/i.test(value);

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '');

export function readSpf(value: string): Spf {
  const terms: SpfTerm[] = [];
  let redirect: string | null = null;
  let broken: string | null = null;
  for (const word of value.split(/ +/).slice(1)) {
    if (word === '') continue;
    const term = readTerm(word);
    const modifier = /^([a-z][\w.-]*)=(\S*)$/i.exec(word);
    if (term) terms.push(term);
    else if (modifier?.[1]?.toLowerCase() === 'redirect' && redirect === null && modifier[2]) redirect = bare(modifier[2]);
    else if (!modifier || modifier[1]?.toLowerCase() === 'redirect') broken ??= word;
  }
  return { terms, redirect, broken };
}

function readTerm(word: string): SpfTerm | null {
  const [, qualifier = '', name = '', argument = ''] = /^([-+~?]?)(all|include|a|mx|ptr|ip4|ip6|exists)((?:[:/].*)?)$/i.exec(word) ?? [];
  const kind = name.toLowerCase();
  const [, domain = '', prefix = ''] = /^(?::([^/]+))?((?:\/.*)?)$/.exec(argument) ?? [];
  const term = { qualifier: qualifier || '+', name: kind, text: word };
  switch (kind) {
    case 'all':
      return argument === '' ? { ...term, domain: '', rest: '' } : null;
    case 'ip4':
      return /^:\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/.test(argument) ? { ...term, domain: '', rest: argument } : null;
    case 'ip6':
      return /^:[0-9a-f:.]+(\/\d{1,3})?$/i.test(argument) && argument.slice(1).includes(':') ? { ...term, domain: '', rest: argument.toLowerCase() } : null;
    case 'include':
    case 'exists':
      // A macro may contain a slash as a delimiter (RFC 7208 section 7.1).
      return argument.length > 1 && argument.startsWith(':') ? { ...term, domain: bare(argument.slice(1)), rest: '' } : null;
    case 'a':
    case 'mx':
    case 'ptr':
      return argument === '' || ((domain !== '' || prefix !== '') && /^(\/\d{1,2})?(\/\/\d{1,3})?$/.test(prefix)) ? { ...term, domain: bare(domain), rest: prefix } : null;
    default:
      return null;
  }
}
