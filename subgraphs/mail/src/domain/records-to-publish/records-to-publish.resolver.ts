import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { DnsRecordEntity } from '../dns-record.entity';
import { DomainEntity } from '../domain.entity';
import { domainPolicy } from '../domain.policy';

@ObjectType({ simpleResolvers: true })
export class RecordToPublish {
  @Field(() => String)
  host: string;

  @Field(() => String)
  type: string;

  @Field(() => String)
  value: string;
}

@ObjectType({ simpleResolvers: true })
export class DomainToPublish {
  @Field(() => ID)
  domainId: string;

  @Field(() => ID)
  tenantId: string;

  @Field(() => String)
  domain: string;

  @Field(() => Boolean, { description: 'Whether the mail server has said yet what to publish besides the ownership record.' })
  ready: boolean;

  @Field(() => [RecordToPublish])
  records: RecordToPublish[];
}

@Resolver()
export class RecordsToPublishResolver {
  @Directive('@inaccessible')
  @Query(() => [DomainToPublish], { description: 'For the sandbox page, which plays the registrar of every tenant.' })
  @Authorize(domainPolicy.publish)
  recordsToPublish(@Ctx() context: RequestContext): Promise<DomainToPublish[]> {
    return context.rows.in(context.reach, async (db) => {
      const domains = await db.find(DomainEntity, { order: { name: 'ASC' } });
      const records = await db.find(DnsRecordEntity, { order: { position: 'ASC' } });
      return domains.map(({ id, tenantId, name }) => {
        const own = records.filter(({ domainId }) => domainId === id);
        return { domainId: id, tenantId, domain: name, ready: own.some(({ kind }) => kind !== 'OWNERSHIP'), records: own };
      });
    });
  }
}
