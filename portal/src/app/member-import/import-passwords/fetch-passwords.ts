import { type FileRefused, refusalOf, unreached } from '../file-refused';

/** A file of passwords, and how many are in it. */
export interface PasswordFile {
  readonly text: string;
  readonly count: number;
}

/** Reads the one-time passwords of an import. Each reading is in the audit log. */
export async function fetchPasswords(importId: string): Promise<PasswordFile | FileRefused> {
  let response: Response;
  try {
    response = await fetch(`/imports/members/${encodeURIComponent(importId)}/passwords.csv`, { credentials: 'same-origin', cache: 'no-store' });
    if (!response.ok) return await refusalOf(response);
    const text = await response.text();
    // One line is the heading; neither a name nor an address breaks a line.
    return { text, count: text.trimEnd().split('\r\n').length - 1 };
  } catch {
    return unreached('');
  }
}
