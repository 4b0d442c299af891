/** A form with nested keys (`items[0][price]=…`), as Stripe's libraries send it: numbered keys become lists. */
export type FormValue = string | FormValue[] | FormMembers;
export interface FormMembers {
  [name: string]: FormValue;
}

export const isMembers = (value: FormValue | undefined): value is FormMembers => typeof value === 'object' && !Array.isArray(value);

export function readForm(form: URLSearchParams): FormMembers {
  const root: FormMembers = {};
  for (const [key, value] of form) {
    const path = [...key.matchAll(/[^[\]]+/g)].map(([part]) => part);
    const last = path.pop();
    if (last === undefined) continue;
    let at = root;
    for (const part of path) {
      const next = at[part];
      const member: FormMembers = isMembers(next) ? next : {};
      at[part] = member;
      at = member;
    }
    at[last] = value;
  }
  return withLists(root) as FormMembers;
}

/** Lists are known by their keys: 0, 1, 2, … */
function withLists(value: FormValue): FormValue {
  if (!isMembers(value)) return value;
  const keys = Object.keys(value);
  const entries = keys.map((key) => withLists(value[key] ?? ''));
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) return entries;
  return Object.fromEntries(keys.map((key, index) => [key, entries[index] ?? '']));
}
