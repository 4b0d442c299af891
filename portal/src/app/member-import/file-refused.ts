/** Why a file was not taken or not given, in words. */
export interface FileRefused {
  readonly message: string;
  /** Null when the request never reached the gateway. */
  readonly requestId: string | null;
  /** The session is over. */
  readonly signedOut: boolean;
}

interface Refusal {
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly requestId?: string } }[];
}

/** What the gateway's answer says of it. */
export async function refusalOf(response: Response): Promise<FileRefused> {
  const error = (await readRefusal(response))?.errors?.[0];
  return {
    message: error?.message ?? `Dezky answered with status ${response.status}.`,
    requestId: error?.extensions?.requestId ?? response.headers.get('x-request-id'),
    signedOut: response.status === 401,
  };
}

/** @param more what else there is to know, as a sentence */
export const unreached = (more: string): FileRefused => ({ message: `Dezky cannot be reached. Check your connection.${more}`, requestId: null, signedOut: false });

/** A proxy that stands in between may answer with a page of its own. */
async function readRefusal(response: Response): Promise<Refusal | null> {
  try {
    return (await response.json()) as Refusal;
  } catch {
    return null;
  }
}
