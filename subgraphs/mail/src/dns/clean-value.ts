/**
 * What somebody meant to publish whose form kept what only belongs into zone files or came along
 * from a web page: quotes, backslashes before semicolons, curly quotes, spaces that are none.
 */
export function cleanValue(text: string): string {
  return text
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000\t\r\n]+/g, ' ')
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .trim()
    .replace(/^"([\s\S]*)"$/, '$1')
    .replace(/"\s*"/g, '')
    .replace(/\\([;"])/g, '$1')
    .trim();
}

/** What is in the way, in plain words; null when nothing is. */
export function strayIn(text: string): string | null {
  if (/\\[;"]/.test(text)) return 'backslashes, which only zone files need';
  if (/["\u201c\u201d\u201e]/.test(text)) return 'quotation marks, which are then part of it';
  if (/^\s|[\u200b-\u200d\u2060\ufeff\u00a0\u2000-\u200a\u202f\u3000\t\r\n]/.test(text)) return 'white space that does not belong there, often pasted from a web page';
  if (/[\u2010-\u2013\u2212]/.test(text)) return 'a long dash where a hyphen belongs';
  return null;
}
