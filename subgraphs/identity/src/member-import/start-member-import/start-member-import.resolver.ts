import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeState } from '../change-state';
import { memberImportPolicy } from '../member-import.policy';
import { countRows } from '../member-import.repository';
import { MemberImportInput } from '../member-import.type';
import { MemberImportStarted, StartMemberImportResult } from './start-member-import.result';

@Resolver()
export class StartMemberImportResolver {
  @Mutation(() => StartMemberImportResult, { description: 'Does what the preview shows, row by row, in the background. Each row is a change with its own steps.' })
  @Audited('import.started')
  @Authorize(memberImportPolicy.change)
  async startMemberImport(@Arg('input', () => MemberImportInput) { importId }: MemberImportInput, @Ctx() context: RequestContext): Promise<typeof StartMemberImportResult> {
    const changed = await changeState(context, importId, {
      from: ['PREVIEWED'],
      to: 'RUNNING',
      action: 'import.started',
      did: 'Started the import of',
      refusal: 'This import was started before.',
      also: async (db) => {
        const counts = (await countRows(db, [importId])).get(importId);
        if (!counts?.pending) return new InvalidInput('There is nothing to create or to update in this file.', ['input', 'importId']);
        // From here on it is done in the name of who started it.
        return { startedAt: new Date(), actor: context.actor, requestId: context.origin.requestId, ipAddress: context.origin.ipAddress };
      },
    });
    return changed instanceof InvalidInput ? changed : new MemberImportStarted(changed);
  }
}
