import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { withDmarcPolicy } from '../../dns/expected-records';
import { changeSendingPolicy } from '../change-sending-policy';
import { domainPolicy } from '../domain.policy';
import { SetDmarcPolicyInput } from './set-dmarc-policy.input';
import { DmarcPolicySet, SetDmarcPolicyResult } from './set-dmarc-policy.result';

@Resolver()
export class SetDmarcPolicyResolver {
  @Mutation(() => SetDmarcPolicyResult, {
    description: 'What receivers should do with mail that fails DMARC. A domain starts with NONE, so that nothing is lost while mail still leaves from elsewhere.',
  })
  @Audited('domain.dmarc_policy_set')
  @Authorize(domainPolicy.change)
  async setDmarcPolicy(@Arg('input', () => SetDmarcPolicyInput) { domainId, policy }: SetDmarcPolicyInput, @Ctx() context: RequestContext): Promise<typeof SetDmarcPolicyResult> {
    const domain = await changeSendingPolicy(context, domainId, {
      action: 'domain.dmarc_policy_set',
      kind: 'DMARC',
      change: ({ dmarcPolicy }) => ({ field: 'dmarcPolicy', before: dmarcPolicy, after: policy }),
      values: { dmarcPolicy: policy },
      rewrite: (record) => withDmarcPolicy(record, policy),
    });
    return domain instanceof InvalidInput ? domain : new DmarcPolicySet(domain);
  }
}
