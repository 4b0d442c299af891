/** Of the plain XML that Outlook asks with (MS-OXDSCLI section 2.2.3). */
export interface AutodiscoverRequest {
  readonly address: string;
  /** The form in which an answer is wanted; null when none is named. */
  readonly schema: string | null;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** @returns null for an entity that XML does not have by itself: there is no place to declare one. */
function decode(text: string): string | null {
  let known = true;
  const decoded = text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{1,8})?;?/gi, (_whole, name: string | undefined) => {
    if (name?.startsWith('#')) {
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      if (code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) return String.fromCodePoint(code);
    }
    const character = entities[name ?? ''];
    known &&= character !== undefined;
    return character ?? '';
  });
  return known ? decoded : null;
}

/**
 * Two elements are wanted, and no more of XML is understood than they need: declarations and document types are refused as a whole, so
 * that nothing is fetched and nothing grows when it is read.
 *
 * @returns null for what is no such request.
 */
export function readAutodiscoverRequest(body: string): AutodiscoverRequest | null {
  const text = body.replace(/^\uFEFF/, '').replace(/^\s*<\?xml[^?>]*\?>/, '').replace(/<!--(?:(?!--)[\s\S])*-->/g, '');
  if (/<[!?]/.test(text) || !/^\s*<(?:\w+:)?Autodiscover[\s>]/.test(text)) return null;
  const value = (name: string): string | null => {
    const found = [...text.matchAll(new RegExp(`<(?:\\w+:)?${name}(?:\\s[^<>]*)?>([^<>]*)</(?:\\w+:)?${name}\\s*>`, 'g'))];
    return found.length === 1 ? (decode(found[0]?.[1] ?? '')?.trim() ?? null) : null;
  };
  const address = value('EMailAddress');
  return address ? { address, schema: value('AcceptableResponseSchema') } : null;
}
