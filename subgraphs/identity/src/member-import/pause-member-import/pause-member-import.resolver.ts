import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeState } from '../change-state';
import { memberImportPolicy } from '../member-import.policy';
import { MemberImportInput } from '../member-import.type';
import { MemberImportPaused, PauseMemberImportResult } from './pause-member-import.result';

@Resolver()
export class PauseMemberImportResolver {
  @Mutation(() => PauseMemberImportResult, { description: 'Begins no further row; rows at work come to their end.' })
  @Audited('import.paused')
  @Authorize(memberImportPolicy.change)
  async pauseMemberImport(@Arg('input', () => MemberImportInput) { importId }: MemberImportInput, @Ctx() context: RequestContext): Promise<typeof PauseMemberImportResult> {
    const changed = await changeState(context, importId, {
      from: ['RUNNING'],
      to: 'PAUSED',
      action: 'import.paused',
      did: 'Paused the import of',
      refusal: 'This import is not running.',
    });
    return changed instanceof InvalidInput ? changed : new MemberImportPaused(changed);
  }
}
