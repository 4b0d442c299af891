import { AddressTaken } from '@dezky/kit/address/address-failures.type';
import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { UserEntity } from '../../user/user.entity';
import { SignInShared } from '../member-failure.type';
import { lockMember, placeElsewhere } from '../member.repository';
import { beginMemberWork, runningWork } from '../member-work';
import type { RenameWork } from './rename-work';

export interface Renaming {
  readonly memberId: string;
  readonly to: string;
  readonly keepOldAddress: boolean;
  readonly wasAlias: boolean;
  /** The field of the input that names the address. */
  readonly field: 'localPart' | 'email';
  readonly action: 'member.address_changed' | 'member.sign_in_changed';
}

/** Reserves the new name and starts the workflow, in one transaction; the database decides who gets it. */
export async function beginRename(context: RequestContext, journal: WorkflowJournal, workflow: WorkflowDefinition<RenameWork>, renaming: Renaming): Promise<string | InvalidInput | AddressTaken | SignInShared> {
  const { to, field } = renaming;
  const write = async (db: Db): Promise<string | InvalidInput | SignInShared> => {
    const member = await lockMember(db, renaming.memberId);
    const from = member.address;
    if (from === to) return new InvalidInput(`${member.displayName} has this address already.`, ['input', field]);
    if (member.status !== 'ACTIVE' || (await runningWork(db, member.id))) return new InvalidInput(`${member.displayName} is not active, or another change to them is still running.`, ['input', 'memberId']);
    const signsIn = member.user.email === from;
    if (signsIn && (await placeElsewhere(db, member.userId, member.tenantId)) !== 'NONE') return new SignInShared(member.displayName);
    if (signsIn) await db.update(UserEntity, { id: member.userId }, { email: to });
    const changes = [{ field: signsIn && renaming.action === 'member.sign_in_changed' ? 'signIn' : 'address', before: from, after: to }];
    const input = { from, to, signsIn, keepOldAddress: renaming.keepOldAddress, wasAlias: renaming.wasAlias };
    return beginMemberWork(db, context, journal, workflow, member, { action: renaming.action, summary: `Changed ${from} of ${member.displayName} to ${to}`, changes }, { input });
  };
  try {
    return await context.effect(context.reach, write);
  } catch (error) {
    if (isUniqueViolation(error)) return new AddressTaken(to, ['input', field]);
    throw error;
  }
}
