/** The addresses in a pasted text: one a line, or with commas or semicolons between, also as `Name <address>`. */
export function pastedAddresses(text: string): string[] {
  const parts = text.split(/[\n,;]+/).map((part) => /<([^<>]*)>/.exec(part)?.[1] ?? part);
  return parts.flatMap((part) => (part.includes('@') ? part.trim().split(/\s+/) : [part.trim()])).filter((part) => part !== '');
}
