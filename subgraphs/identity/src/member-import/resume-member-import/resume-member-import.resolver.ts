import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeState } from '../change-state';
import { memberImportPolicy } from '../member-import.policy';
import { MemberImportInput } from '../member-import.type';
import { MemberImportResumed, ResumeMemberImportResult } from './resume-member-import.result';

@Resolver()
export class ResumeMemberImportResolver {
  @Mutation(() => ResumeMemberImportResult, { description: 'Goes on with a paused import.' })
  @Audited('import.resumed')
  @Authorize(memberImportPolicy.change)
  async resumeMemberImport(@Arg('input', () => MemberImportInput) { importId }: MemberImportInput, @Ctx() context: RequestContext): Promise<typeof ResumeMemberImportResult> {
    const changed = await changeState(context, importId, {
      from: ['PAUSED'],
      to: 'RUNNING',
      action: 'import.resumed',
      did: 'Went on with the import of',
      // An undo that was paused goes on as one.
      also: (_db, { pausedFrom }) => Promise.resolve({ state: pausedFrom ?? 'RUNNING', pausedFrom: null, actor: context.actor, requestId: context.origin.requestId, ipAddress: context.origin.ipAddress }),
      refusal: 'This import is not paused.',
    });
    return changed instanceof InvalidInput ? changed : new MemberImportResumed(changed);
  }
}
