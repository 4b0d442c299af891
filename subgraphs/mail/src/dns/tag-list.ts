/** Tags of a DKIM key or DMARC record (RFC 6376 section 3.2): names in lower case, in the order written. */
export type TagList = ReadonlyMap<string, string>;

/** Null when the text is no tag list; of a repeated tag the first counts. White space is what a line can hold, not what web pages put in. */
export function readTags(text: string): TagList | null {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    if (/^[ \t\r\n]*$/.test(part)) continue;
    const match = /^[ \t\r\n]*([a-z]\w*)[ \t\r\n]*=[ \t\r\n]*([\s\S]*?)[ \t\r\n]*$/i.exec(part);
    if (!match) return null;
    const name = (match[1] ?? '').toLowerCase();
    if (!tags.has(name)) tags.set(name, match[2] ?? '');
  }
  return tags;
}

/** Whether a record of this version begins here: the version tag has to come first. Case is looked at by `versionAsWritten`. */
export const hasVersion = (text: string, version: string): boolean => versionAsWritten(text)?.toUpperCase() === version;

/** What follows the `v=` at the beginning. */
export const versionAsWritten = (text: string): string | null => /^[ \t]*v[ \t]*=[ \t]*([^; \t]+)[ \t]*(;|$)/i.exec(text)?.[1] ?? null;
