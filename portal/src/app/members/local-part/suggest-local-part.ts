const spelled: Readonly<Record<string, string>> = { æ: 'ae', ø: 'oe', å: 'aa', ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', đ: 'd', ł: 'l', þ: 'th', ð: 'd' };

/**
 * The part before the @ that a name suggests: first and last name joined by a dot, in the letters every mail system takes.
 * @returns empty when the name has no such letters
 */
export function suggestLocalPart(displayName: string): string {
  const words = displayName
    .toLowerCase()
    .replace(/[æøåäöüßđłþð]/g, (letter) => spelled[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/['’]/g, '')
    .split(/[^a-z0-9-]+/)
    .filter((word) => /[a-z0-9]/.test(word));
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [words[0], last]
    .filter((word) => word !== undefined)
    .join('.')
    .slice(0, 64);
}
