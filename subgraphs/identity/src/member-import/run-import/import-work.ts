import type { RequestContext } from '@dezky/kit/context/request-context';
import type { Sealer } from '@dezky/kit/database/sealed';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import type { CreateMemberWork } from '../../member/create-member/create-member.workflow';
import type { MemberWork } from '../../member/member-work';
import type { MemberImportEntity } from '../member-import.entity';

/** What rows are done with. */
export interface ImportWork {
  readonly journal: WorkflowJournal;
  readonly sealer: Sealer;
  readonly workflows: {
    readonly create: WorkflowDefinition<CreateMemberWork>;
    readonly update: WorkflowDefinition<MemberWork>;
    readonly remove: Readonly<Record<'own' | 'shared', WorkflowDefinition<MemberWork>>>;
    readonly bill: WorkflowDefinition<CreateMemberWork>;
  };
}

/** In whose name rows are done: whoever started the import, from where they did. */
export const startedBy = ({ actor, requestId, ipAddress }: MemberImportEntity): Pick<RequestContext, 'actor' | 'origin'> => ({ actor, origin: { requestId, ipAddress } });
