import { AddressTaken, type DomainNotVerified } from '@dezky/kit/address/address-failures.type';
import { Audited } from '@dezky/kit/audit/audit-trail';
import { nameOf } from '@dezky/kit/context/actor';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import type { Db } from '@dezky/kit/database/rows';
import { isUniqueViolation } from '@dezky/kit/database/unique-violation';
import { Failure, InvalidInput } from '@dezky/kit/failure/failure.type';
import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import { type WorkflowJournal, awaitWorkflow } from '@dezky/kit/workflow/workflow-journal';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { refusedByRemoval } from '../../alias/alias-address';
import { DistributionListEntity } from '../distribution-list.entity';
import { distributionListPolicy } from '../distribution-list.policy';
import { moveList } from '../distribution-list.repository';
import { type RecipientFollower, causeOf } from '../follow-recipients/follow-recipients';
import { circleUnder } from '../judge-recipients';
import { checkListAddress, checkListName, tellOfList } from '../list-fields';
import { recipientsOf } from '../list-recipient.repository';
import { reachableList } from '../reachable-list';
import { UpdateDistributionListInput } from './update-distribution-list.input';
import { DistributionListUpdated, UpdateDistributionListResult } from './update-distribution-list.result';
import type { ListSettings, UpdateListWork } from './update-distribution-list.workflow';

type Begun = string | AddressTaken | DomainNotVerified | InvalidInput;

@Resolver()
export class UpdateDistributionListResolver {
  constructor(
    private readonly journal: WorkflowJournal,
    private readonly workflow: WorkflowDefinition<UpdateListWork>,
    private readonly follower: RecipientFollower,
  ) {}

  @Mutation(() => UpdateDistributionListResult, { description: 'Another name or address for a distribution list; its recipients stay.' })
  @Audited('distribution_list.updated')
  @Authorize(distributionListPolicy.change)
  async updateDistributionList(@Arg('input', () => UpdateDistributionListInput) input: UpdateDistributionListInput, @Ctx() context: RequestContext): Promise<typeof UpdateDistributionListResult> {
    const { listId } = input;
    await context.rows.in(context.reach, (db) => reachableList(context, db, listId));
    const name = input.name == null ? null : checkListName(input.name);
    if (name instanceof InvalidInput) return name;
    const begun = context.earlier<string>() ?? (await this.begin(context, input, name));
    if (begun instanceof Failure) return begun;
    const workflow = await awaitWorkflow(context, begun);
    return new DistributionListUpdated(await context.rows.in(context.reach, (db) => reachableList(context, db, listId)), workflow);
  }

  private begin(context: RequestContext, { listId, address }: UpdateDistributionListInput, name: string | null): Promise<Begun> {
    return context.effect(context.reach, (db) => this.write(context, db, listId, address ?? null, name)).catch((error: unknown) => {
      if (isUniqueViolation(error)) return new AddressTaken((address ?? '').trim().toLowerCase(), ['input', 'address']);
      const refusal = refusedByRemoval(error, (address ?? '').trim().toLowerCase());
      if (refusal) return refusal;
      throw error;
    });
  }

  private async write(context: RequestContext, db: Db, listId: string, text: string | null, name: string | null): Promise<Begun> {
    const list = await reachableList(context, db, listId, { hold: true });
    const { tenantId } = list;
    const before: ListSettings = { name: list.name, address: list.address, localPart: list.localPart, domainId: list.domainId };
    const at = text === null || text.trim().toLowerCase() === list.address ? before : await checkListAddress(db, tenantId, text);
    if (at instanceof Failure) return at;
    const after: ListSettings = { name: name ?? list.name, address: at.address, localPart: at.localPart, domainId: at.domainId };
    if (after.address !== before.address) {
      const circle = await circleUnder(db, tenantId, after.address, await recipientsOf(db, listId));
      if (circle) return new InvalidInput(`Mail to this address would go in a circle: ${circle}.`, ['input', 'address']);
      await moveList(db, list, after);
    }
    await db.update(DistributionListEntity, { id: listId }, { name: after.name });
    const changes = (['name', 'address'] as const).filter((field) => before[field] !== after[field]).map((field) => ({ field, before: before[field], after: after[field] }));
    const summary = before.address === after.address ? `Renamed the distribution list ${before.address}` : `Changed the address of the distribution list ${before.address} to ${after.address}`;
    await tellOfList(db, context, { id: listId, tenantId, address: after.address }, 'distribution_list.updated', changes.length === 0 ? `Wrote the distribution list ${before.address} again` : summary, changes);
    if (after.address !== before.address) await this.follower.follow(db, { tenantId, addresses: [before.address], to: after.address }, causeOf(context));
    return this.journal.start(db, this.workflow, { tenantId, subjectId: listId, input: { listId, before, after }, actor: nameOf(context.actor), requestId: context.origin.requestId });
  }
}
