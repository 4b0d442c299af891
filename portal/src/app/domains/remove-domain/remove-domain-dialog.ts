import { Component, computed, effect, inject, input, output, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Apollo } from 'apollo-angular';
import { liveQuery } from '../../graphql/live-query';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { WorkflowProgress } from '../../workflow/workflow-progress';
import { workflowOver } from '../../workflow/workflow-over';
import type { WorkflowPartsFragment } from '../../workflow/workflow-parts.generated';
import { DomainRemovalDocument, RemoveDomainDocument, type RemoveDomainMutation } from './remove-domain-dialog.generated';

type Refusal = Exclude<RemoveDomainMutation['removeDomain'], { domainId: string }>;
type InUse = Extract<Refusal, { memberCount: number }>;

/** Says what ends with the domain, asks for its name to be typed, names who still uses it, and shows the mail server letting go. */
@Component({
  selector: 'dz-remove-domain-dialog',
  imports: [RouterLink, Button, Dialog, Field, Notice, WorkflowProgress],
  templateUrl: './remove-domain-dialog.html',
  styles: `
    .uses {
      display: grid;
      gap: 4px;
      font-size: var(--size-table);
    }
  `,
})
export class RemoveDomainDialog {
  readonly slug = input.required<string>();
  readonly domainId = input.required<string>();
  readonly name = input.required<string>();
  /** The mail server never had it: its owner was not shown. */
  readonly claimed = input(false);
  readonly dismiss = output();

  private readonly router = inject(Router);
  private readonly apollo = inject(Apollo);
  protected readonly remove = mutation(RemoveDomainDocument);
  private readonly started = signal<WorkflowPartsFragment | null>(null);
  private readonly refused = signal<Refusal | null>(null);
  protected readonly typed = signal('');
  protected readonly matches = computed(() => this.typed().trim().toLowerCase() === this.name());

  private readonly progress = liveQuery(
    DomainRemovalDocument,
    () => {
      const workflow = this.started();
      return workflow === null || workflowOver(workflow) ? null : { slug: this.slug(), id: this.domainId() };
    },
    { pollMs: 500, keepPrevious: true },
  );
  /** With the domain its workflow goes out of sight: gone means done. */
  protected readonly gone = computed(() => {
    if (this.started()?.state === 'SUCCEEDED') return true;
    const tenant = this.started() === null ? undefined : this.progress.data()?.tenant;
    return tenant != null && tenant.domain === null;
  });
  private readonly forget = effect(() => {
    if (!this.gone()) return;
    // No list shows it any more, not even until it is asked for again.
    const { cache } = this.apollo.client;
    cache.evict({ id: cache.identify({ __typename: 'Domain', id: this.domainId() }) ?? '' });
  });
  protected readonly workflow = computed(() => {
    const started = this.started();
    const now = this.progress.data()?.tenant?.domain?.workflow;
    return started === null ? null : now?.id === started.id ? now : started;
  });
  protected readonly inUse = computed((): InUse | null => {
    const refusal = this.refused();
    return refusal !== null && 'memberCount' in refusal ? refusal : null;
  });
  protected readonly refusal = computed(() => this.refused()?.message ?? null);

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.matches()) return;
    this.refused.set(null);
    const answer = await this.remove.run({ input: { domainId: this.domainId() } });
    if (answer === null) return;
    const result = answer.removeDomain;
    if ('domainId' in result) this.started.set(result.workflow);
    else this.refused.set(result);
  }

  protected leave(): void {
    if (this.gone()) void this.router.navigateByUrl(`/t/${this.slug()}/domains`);
    else this.dismiss.emit();
  }
}
