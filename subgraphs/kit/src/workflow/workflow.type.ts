import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AuditActor } from '../audit/audit-actor.type';
import { Failure, FailureCode } from '../failure/failure.type';
import { AtMost } from '../federation/cost';
import { BackendSystem } from './step';
import { StepState, WorkflowState } from './workflow.entity';

/** Every kind of change that spans back ends, once. */
export const WorkflowKind = {
  CREATE_MEMBER: 'CREATE_MEMBER',
  SUSPEND_MEMBER: 'SUSPEND_MEMBER',
  RESUME_MEMBER: 'RESUME_MEMBER',
  REMOVE_MEMBER: 'REMOVE_MEMBER',
  SIGN_OUT_MEMBER: 'SIGN_OUT_MEMBER',
  RESET_MEMBER_PASSWORD: 'RESET_MEMBER_PASSWORD',
  UPDATE_MEMBER: 'UPDATE_MEMBER',
  CHANGE_MEMBER_ADDRESS: 'CHANGE_MEMBER_ADDRESS',
  CHANGE_MEMBER_SIGN_IN: 'CHANGE_MEMBER_SIGN_IN',
  CREATE_MAILBOX: 'CREATE_MAILBOX',
  IMPORT_MEMBERS: 'IMPORT_MEMBERS',
  CHANGE_PASSWORD: 'CHANGE_PASSWORD',
  ADD_DOMAIN: 'ADD_DOMAIN',
  REMOVE_DOMAIN: 'REMOVE_DOMAIN',
  CHANGE_ALIASES: 'CHANGE_ALIASES',
  CHANGE_DISTRIBUTION_LIST: 'CHANGE_DISTRIBUTION_LIST',
  BOOK_SLOT: 'BOOK_SLOT',
} as const;
export type WorkflowKind = (typeof WorkflowKind)[keyof typeof WorkflowKind];

/** What a workflow is in the audit log when it stops; it began under the same name. */
export const workflowAction: Readonly<Record<WorkflowKind, string>> = {
  CREATE_MEMBER: 'member.created',
  SUSPEND_MEMBER: 'member.suspended',
  RESUME_MEMBER: 'member.resumed',
  REMOVE_MEMBER: 'member.removed',
  SIGN_OUT_MEMBER: 'member.signed_out',
  RESET_MEMBER_PASSWORD: 'member.password_reset',
  UPDATE_MEMBER: 'member.updated',
  CHANGE_MEMBER_ADDRESS: 'member.address_changed',
  CHANGE_MEMBER_SIGN_IN: 'member.sign_in_changed',
  CREATE_MAILBOX: 'mailbox.created',
  IMPORT_MEMBERS: 'import.seats_billed',
  CHANGE_PASSWORD: 'member.password_changed',
  CHANGE_ALIASES: 'mailbox.aliases_changed',
  CHANGE_DISTRIBUTION_LIST: 'distribution_list.changed',
  ADD_DOMAIN: 'domain.added',
  REMOVE_DOMAIN: 'domain.removed',
  BOOK_SLOT: 'booking.booked',
};

registerEnumType(WorkflowKind, { name: 'WorkflowKind', description: 'What a workflow changes.' });
registerEnumType(WorkflowState, { name: 'WorkflowState', description: 'How far a workflow is. NEEDS_ATTENTION waits for a person: retry or undo.' });
registerEnumType(StepState, { name: 'StepState', description: 'How far a step is. DONE means that its result was read back from the system.' });
registerEnumType(BackendSystem, { name: 'BackendSystem', description: 'The system a step acts on.' });

@Directive('@shareable')
@ObjectType({ simpleResolvers: true, description: 'One effect on one system.' })
export class WorkflowStep {
  @Field(() => BackendSystem)
  system: BackendSystem;

  @Field(() => String, { description: 'Stable name of the step, for programs.' })
  name: string;

  @Field(() => String, { description: 'What it does, in words.' })
  title: string;

  @Field(() => StepState)
  state: StepState;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts: number;

  @Field(() => String, { nullable: true, description: 'What the system answered when it last failed, in plain words.' })
  lastError: string | null;

  @Field(() => Date, { nullable: true, description: 'When the result was read back from the system.' })
  verifiedAt: Date | null;
}

@Directive('@shareable')
@ObjectType({
  simpleResolvers: true,
  description: 'A change that spans systems: durable, resumed after a crash, each step harmless to repeat and read back before it counts as done.',
})
export class Workflow {
  @Field(() => ID)
  id: string;

  @Field(() => WorkflowKind)
  kind: WorkflowKind;

  @Field(() => WorkflowState)
  state: WorkflowState;

  @AtMost(12)
  @Field(() => [WorkflowStep])
  steps: WorkflowStep[];

  @Field(() => Date)
  startedAt: Date;

  @Field(() => Date, { nullable: true })
  finishedAt: Date | null;

  @Field(() => AuditActor, { description: 'Who started it.' })
  actor: AuditActor;
}

/** What a subgraph answers identity when one of its workflows is retried or undone. */
@Directive('@shareable')
@Directive('@inaccessible')
@ObjectType({ simpleResolvers: true })
export class WorkflowResumption {
  @Field(() => String, { description: 'RESUMED, NOT_WAITING, IRREVERSIBLE, or why it is out of date by now: BUSY or OVERTAKEN.' })
  outcome: string;

  @Field(() => Workflow)
  workflow: Workflow;
}

@InputType()
export class WorkflowInput {
  @Field(() => ID)
  workflowId: string;
}

@Directive('@shareable')
@ObjectType({ implements: Failure, simpleResolvers: true, description: 'The workflow is not waiting for a person, or cannot be undone any more.' })
export class WorkflowNotWaiting extends Failure {
  @Field(() => Workflow)
  workflow: Workflow;

  constructor(workflow: Workflow, message: string) {
    super(FailureCode.WORKFLOW_NOT_WAITING, message);
    this.workflow = workflow;
  }
}
