/** Tags of a DKIM key or DMARC record (RFC 6376 section 3.2): names in lower case, in the order written. */
export type TagList = ReadonlyMap<string, string>;

/** Null when the text is no tag list; of a repeated tag the first counts. */
export function readTags(text: string): TagList | null {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part.trim() === '') continue;
    const match = /^\s*([a-z]\w*)\s*=\s*([\s\S]*?)\s*$/i.exec(part);
    if (!match) return null;
    const name = (match[1] ?? '').toLowerCase();
    if (!tags.has(name)) tags.set(name, match[2] ?? '');
  }
  return tags;
}

/** Whether a record of this version begins here: the version tag has to come first. */
export function hasVersion(text: string, version: string): boolean {
  const match = /^\s*v\s*=\s*([^;\s]+)\s*(;|$)/i.exec(text);
  return match?.[1]?.toUpperCase() === version;
}
