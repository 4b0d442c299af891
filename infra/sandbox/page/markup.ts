/** HTML that is safe to put into a page as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | readonly Markup[];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const write = (part: Part): string => {
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(({ text }) => text).join('') : escape(String(part));
};

/** Markup from a template; what is put in is escaped unless it is markup itself. */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(strings.reduce((page, string, at) => page + write(parts[at - 1] ?? '') + string));

/** A table with a caption for screen readers, or a sentence when there are no rows. */
export const table = (caption: string, heads: readonly string[], rows: readonly (readonly Part[])[], empty: string): Markup =>
  rows.length === 0
    ? markup`<p class="none">${empty}</p>`
    : markup`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(
        (row) => markup`<tr>${row.map((cell, at) => markup`<td data-head="${heads[at] ?? ''}">${cell}</td>`)}</tr>`,
      )}</tbody></table></div>`;
