import { Audited } from '@dezky/kit/audit/audit-trail';
import { Authorize } from '@dezky/kit/context/authorize';
import { RequestContext } from '@dezky/kit/context/request-context';
import { InvalidInput } from '@dezky/kit/failure/failure.type';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { withSpfPolicy } from '../../dns/expected-records';
import { changeSendingPolicy } from '../change-sending-policy';
import { domainPolicy } from '../domain.policy';
import { SetSpfPolicyInput } from './set-spf-policy.input';
import { SetSpfPolicyResult, SpfPolicySet } from './set-spf-policy.result';

@Resolver()
export class SetSpfPolicyResolver {
  @Mutation(() => SetSpfPolicyResult, {
    description: 'What receivers should do with mail from servers that the SPF record does not name. A domain starts with SOFT_FAIL, which marks such mail and loses none.',
  })
  @Audited('domain.spf_policy_set')
  @Authorize(domainPolicy.change)
  async setSpfPolicy(@Arg('input', () => SetSpfPolicyInput) { domainId, policy }: SetSpfPolicyInput, @Ctx() context: RequestContext): Promise<typeof SetSpfPolicyResult> {
    const strictSpf = policy === 'FAIL';
    const domain = await changeSendingPolicy(context, domainId, {
      action: 'domain.spf_policy_set',
      kind: 'SPF',
      change: (before) => ({ field: 'spfPolicy', before: before.strictSpf ? 'FAIL' : 'SOFT_FAIL', after: policy }),
      values: { strictSpf },
      rewrite: (record) => withSpfPolicy(record, strictSpf),
    });
    return domain instanceof InvalidInput ? domain : new SpfPolicySet(domain);
  }
}
