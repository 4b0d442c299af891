import { AddressTaken, type DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { nameOf } from '@dezky/kit/context/actor';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { notFound } from '@dezky/kit/failure/errors';
import { Failure, InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { refusedByRemoval } from '../../alias/alias-address';
import { distributionListPolicy } from '../distribution-list.policy';
import { holdLists, reserveList } from '../distribution-list.repository';
import type { SkippedRecipient } from '../distribution-list.type';
import { circleUnder, judgeRecipients } from '../judge-recipients';
import { checkListAddress, checkListName, tellOfList, tooMany } from '../list-fields';
import { insertRecipients } from '../list-recipient.repository';
import { reachableList } from '../reachable-list';
import type { ListWork } from '../write-distribution-list.step';
import { CreateDistributionListInput } from './create-distribution-list.input';
import { CreateDistributionListResult, DistributionListCreated } from './create-distribution-list.result';

interface Begun {
  readonly workflowId: string;
  readonly listId: string;
  readonly skipped: SkippedRecipient[];
}

@Resolver()
export class CreateDistributionListResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<ListWork>,
  ) {}

  @Mutation(() => CreateDistributionListResult, { description: 'One address that hands mail on to many. Addresses that cannot be recipients are left out and told; the list is made all the same.' })
  @Audited('distribution_list.created')
  @Authorize(distributionListPolicy.change)
  async createDistributionList(@Arg('input', () => CreateDistributionListInput) input: CreateDistributionListInput, @Ctx() context: RequestContext): Promise<typeof CreateDistributionListResult> {
    if (!context.reach.sees(input.tenantId)) throw notFound('tenant');
    const name = checkListName(input.name);
    if (name instanceof InvalidInput) return name;
    const excess = tooMany(input.recipients ?? []);
    if (excess) return excess;
    const begun = context.earlier<Begun>() ?? (await this.begin(context, input, name));
    if (begun instanceof Failure) return begun;
    const workflow = await awaitWorkflow(context, begun.workflowId);
    return new DistributionListCreated(await context.rows.in(context.reach, (db) => reachableList(context, db, begun.listId)), workflow, begun.skipped);
  }

  /** Address, recipients, audit entry and workflow in one transaction; the database decides who gets the address. */
  private async begin(context: RequestContext, { tenantId, address: text, recipients }: CreateDistributionListInput, name: string): Promise<Begun | AddressTaken | DomainNotVerified | InvalidInput> {
    const write = async (db: Db): Promise<Begun | AddressTaken | DomainNotVerified | InvalidInput> => {
      await holdLists(db, tenantId);
      const at = await checkListAddress(db, tenantId, text);
      if (at instanceof Failure) return at;
      const { accepted, skipped } = await judgeRecipients(db, tenantId, { address: at.address, present: [] }, recipients ?? []);
      const circle = await circleUnder(db, tenantId, at.address, accepted);
      if (circle) return new InvalidInput(`Mail to this address would go in a circle: ${circle}.`, ['input', 'address']);
      const list = await reserveList(db, tenantId, at, name);
      await insertRecipients(db, list, accepted);
      const changes = [{ field: 'address', before: null, after: at.address }, { field: 'name', before: null, after: name }, ...(accepted.length > 0 ? [{ field: 'recipients', before: null, after: accepted.join(', ') }] : [])];
      await tellOfList(db, context, list, 'distribution_list.created', `Created the distribution list ${at.address}`, changes);
      const workflowId = await this.journal.start(db, this.workflow, { tenantId, subjectId: list.id, input: { listId: list.id }, actor: nameOf(context.actor), requestId: context.origin.requestId });
      return { workflowId, listId: list.id, skipped: [...skipped] };
    };
    return context.effect(context.reach, write).catch((error: unknown) => {
      if (isUniqueViolation(error)) return new AddressTaken(text.trim().toLowerCase(), ['input', 'address']);
      const refusal = refusedByRemoval(error, text.trim().toLowerCase());
      if (refusal) return refusal;
      throw error;
    });
  }
}
