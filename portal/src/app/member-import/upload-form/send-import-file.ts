import { type FileRefused, refusalOf, unreached } from '../file-refused';

/** The most a file may have; the gateway refuses more. */
export const importFileBytes = 2 * 1024 * 1024;

const unreadable: FileRefused = { message: 'The file changed since you chose it, or cannot be read. Choose it again.', requestId: null, signedOut: false };

/** Sends a file of people, which is too large for an operation of the graph. @returns the id of its import, or why there is none. */
export async function sendImportFile(tenantId: string, file: File): Promise<string | FileRefused> {
  let content: ArrayBuffer;
  try {
    content = await file.arrayBuffer();
  } catch {
    return unreadable;
  }
  const search = new URLSearchParams({ tenant: tenantId, name: file.name });
  try {
    const response = await fetch(`/imports/members?${search}`, { method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'text/csv', 'x-dezky-csrf': '1' }, body: content });
    if (!response.ok) return await refusalOf(response);
    return ((await response.json()) as { importId: string }).importId;
  } catch {
    return unreached(' The file is still chosen.');
  }
}
