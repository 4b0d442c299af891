import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeState } from '../change-state';
import { memberImportPolicy } from '../member-import.policy';
import { MemberImportInput } from '../member-import.type';
import { MemberImportUndone, UndoMemberImportResult } from './undo-member-import.result';

@Resolver()
export class UndoMemberImportResolver {
  @Mutation(() => UndoMemberImportResult, { description: 'Removes whom the import created and gives back what it changed; whatever was changed since is kept, and said. Also ends a paused import.' })
  @Audited('import.undone')
  @Authorize(memberImportPolicy.change)
  async undoMemberImport(@Arg('input', () => MemberImportInput) { importId }: MemberImportInput, @Ctx() context: RequestContext): Promise<typeof UndoMemberImportResult> {
    const changed = await changeState(context, importId, {
      from: ['PAUSED', 'FINISHED'],
      to: 'UNDOING',
      action: 'import.undone',
      did: 'Took back the import of',
      also: () => Promise.resolve({ pausedFrom: null, actor: context.actor, requestId: context.origin.requestId, ipAddress: context.origin.ipAddress }),
      refusal: 'Only an import that is paused or has finished can be undone.',
    });
    return changed instanceof InvalidInput ? changed : new MemberImportUndone(changed);
  }
}
