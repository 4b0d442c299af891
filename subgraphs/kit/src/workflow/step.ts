import type { Db } from '../database/rows';
import type { Logger } from '../log/logger';

/** The systems a step can act on: a back end, or our own tables. */
export const BackendSystem = { DEZKY: 'DEZKY', AUTHENTIK: 'AUTHENTIK', STALWART: 'STALWART', OCIS: 'OCIS', STRIPE: 'STRIPE', DNS: 'DNS' } as const;
export type BackendSystem = (typeof BackendSystem)[keyof typeof BackendSystem];

/** What a step works with. Everything in it is read anew on each attempt; nothing of it is kept by the engine. */
export interface StepContext<Input> {
  readonly workflowId: string;
  readonly tenantId: string;
  readonly input: Input;
  /** The request that started the workflow; goes into logs and audit entries. */
  readonly requestId: string;
  readonly log: Logger;
  /** The tenant's rows. */
  rows<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** The secret handed over with the start, such as a one-time password; wiped when the workflow ends well. */
  secret(): Promise<string>;
}

/** An effect that nothing can take back; a workflow with one cannot be undone once it is reached. */
export const irreversible = Symbol('irreversible');

/**
 * One effect on one system, with what takes it back, in one file.
 * `run` and `undo` are harmless to repeat: both happen at least once when a process dies between effect and record.
 */
export interface Step<Input> {
  /** The name of the file, without `.step.ts`. */
  readonly name: string;
  /** What it does, for people: "Create the sign-in". */
  readonly title: string;
  readonly system: BackendSystem;
  run(context: StepContext<Input>): Promise<void>;
  /**
   * Reads the result back from where it was made.
   *
   * @throws NotYetSeen when it is not there; the step is then run again.
   */
  verify(context: StepContext<Input>): Promise<void>;
  readonly undo: ((context: StepContext<Input>) => Promise<void>) | typeof irreversible;
}

/** A change over several systems: groups run one after the other, the steps of a group side by side. */
export interface WorkflowDefinition<Input> {
  /** The use case's name; a plan that changes gets a new one (`createMember.v2`), the old one stays until none of it runs. */
  readonly name: string;
  readonly kind: string;
  readonly plan: readonly (readonly Step<Input>[])[];
  /** Written in the transaction that ends the workflow. */
  readonly ended?: (context: StepContext<Input>, db: Db, state: 'SUCCEEDED' | 'NEEDS_ATTENTION' | 'UNDONE') => Promise<void>;
}

/** What should have been done cannot be read back yet. */
export class NotYetSeen extends Error {
  override readonly name = 'NotYetSeen';
}

/** A reason against which trying again is no use, in words for the admin. */
export class FinalFault extends Error {
  override readonly name = 'FinalFault';
}

export type AnyWorkflow = WorkflowDefinition<never>;

