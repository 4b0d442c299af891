import type { MemberWork } from '../member-work';

/** From one address to another, in every system that has the member under it. */
export interface RenameWork extends MemberWork {
  readonly from: string;
  readonly to: string;
  /** Whether the address is what the person signs in with as well. */
  readonly signsIn: boolean;
  readonly keepOldAddress: boolean;
  /** Whether the new address was an alias of theirs, which it is again when this is taken back. */
  readonly wasAlias: boolean;
}
