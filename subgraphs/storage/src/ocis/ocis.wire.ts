/** LibreGraph and token endpoint, as far as we call them (ownCloud Infinite Scale 7, LibreGraph v1.0). */

export interface WireUser {
  readonly id: string;
  readonly displayName: string;
  readonly onPremisesSamAccountName: string;
  /** Absent until somebody sets it; then the account is enabled. */
  readonly accountEnabled?: boolean;
}

/** Integers of more than 15 digits arrive as strings of digits, see `parseWithLongIntegers`. */
export type WireInteger = number | string;

export interface WireDrive {
  readonly id: string;
  readonly driveType: string;
  readonly name: string;
  readonly owner?: { readonly user?: { readonly id?: string } };
  /** A disabled drive has `total` alone. */
  readonly quota?: { readonly total?: WireInteger; readonly used?: WireInteger };
}

export interface WireTokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  /** Seconds. */
  readonly expires_in?: number;
}

/** Integers beyond 2^53 would be rounded by JSON.parse: they become strings of their digits instead. */
export const parseWithLongIntegers = (json: string): unknown => JSON.parse(json.replace(/("(?:[^"\\]|\\.)*")|(-?\d{16,})(?![\d.eE])/g, (all: string, text?: string) => text ?? `"${all}"`)) as unknown;
