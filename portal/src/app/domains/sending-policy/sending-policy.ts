import { Component, computed, inject, input, output, signal } from '@angular/core';
import { mutation } from '../../graphql/mutation';
import type { DmarcPolicy, SpfPolicy } from '../../graphql/schema.generated';
import { Announcer } from '../../ui/announcer';
import { Notice } from '../../ui/notice';
import type { DomainRecordsFragment } from '../domain/domain.generated';
import { SetDmarcPolicyDocument, SetSpfPolicyDocument } from './sending-policy.generated';

type Choice<Value> = readonly [value: Value, name: string, meaning: string];

/** How strictly the world should treat mail in the name of the domain. A choice changes the record to publish, and nothing else before that is published. */
@Component({
  selector: 'dz-sending-policy',
  imports: [Notice],
  templateUrl: './sending-policy.html',
  styleUrl: './sending-policy.css',
})
export class SendingPolicy {
  readonly domain = input.required<DomainRecordsFragment>();
  /** The record to publish is another one now. */
  readonly changed = output();

  private readonly announcer = inject(Announcer);
  protected readonly dmarc: readonly Choice<DmarcPolicy>[] = [
    ['NONE', 'None', 'Failing mail is delivered all the same. Start here, while some mail may still leave from elsewhere.'],
    ['QUARANTINE', 'Quarantine', 'Failing mail goes to junk. Next, once everything that sends for the domain is named.'],
    ['REJECT', 'Reject', 'Failing mail is refused. The goal: nobody can write in your name.'],
  ];
  protected readonly spf: readonly Choice<SpfPolicy>[] = [
    ['SOFT_FAIL', 'Soft (~all)', 'Mail from a server that is not named is marked. Safe while you move.'],
    ['FAIL', 'Strict (-all)', 'Mail from a server that is not named may be refused.'],
  ];
  protected readonly setDmarc = mutation(SetDmarcPolicyDocument);
  protected readonly setSpf = mutation(SetSpfPolicyDocument);
  private readonly refusal = signal<string | null>(null);
  protected readonly problem = computed(() => this.refusal() ?? this.setDmarc.problem()?.message ?? this.setSpf.problem()?.message ?? null);
  protected readonly busy = computed(() => this.setDmarc.busy() || this.setSpf.busy());
  /** Rejecting what fails only helps when what is sent from here passes. */
  protected readonly early = computed(() => {
    const { dmarcPolicy, records } = this.domain();
    return dmarcPolicy !== 'NONE' && records.some(({ kind, state }) => (kind === 'SPF' || kind === 'DKIM') && state === 'BAD');
  });

  protected async chooseDmarc(policy: DmarcPolicy): Promise<void> {
    this.refusal.set(null);
    const answer = await this.setDmarc.run({ input: { domainId: this.domain().id, policy } });
    if (answer !== null) this.tell('DMARC', answer.setDmarcPolicy);
  }

  protected async chooseSpf(policy: SpfPolicy): Promise<void> {
    this.refusal.set(null);
    const answer = await this.setSpf.run({ input: { domainId: this.domain().id, policy } });
    if (answer !== null) this.tell('SPF', answer.setSpfPolicy);
  }

  private tell(record: string, result: { readonly domain: unknown } | { readonly message: string }): void {
    if ('message' in result) return this.refusal.set(result.message);
    this.announcer.say(`The ${record} record to publish has changed. Publish it for the choice to take effect.`);
    this.changed.emit();
  }
}
