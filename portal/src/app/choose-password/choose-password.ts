import { Component, computed, effect, ElementRef, inject, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { liveQuery } from '../graphql/live-query';
import { mutation } from '../graphql/mutation';
import { PersonMenu } from '../session/person-menu';
import { Portal } from '../session/portal-config';
import { Session } from '../session/session';
import { Announcer } from '../ui/announcer';
import { Brand } from '../ui/brand';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { workflowOver } from '../workflow/workflow-over';
import { WorkflowProgress } from '../workflow/workflow-progress';
import type { WorkflowPartsFragment } from '../workflow/workflow-parts.generated';
import { ChangePasswordDocument, PasswordWorkflowDocument } from './choose-password.generated';

const shortest = 12;

/** Replaces the one-time password by one of the person's own, in every system, before anything else. */
@Component({
  selector: 'dz-choose-password',
  imports: [Brand, Button, Field, Notice, PersonMenu, WorkflowProgress],
  templateUrl: './choose-password.html',
  styles: `
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding: 10px 24px;
    }
    main {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 20px;
      max-width: 420px;
      margin: 0 auto;
      padding: 9vh 24px 48px;
    }
    .soft {
      margin-top: 6px;
    }
  `,
})
export class ChoosePassword {
  protected readonly portal = inject(Portal);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly announcer = inject(Announcer);
  private readonly newBox = viewChild<ElementRef<HTMLInputElement>>('newBox');
  private readonly againBox = viewChild<ElementRef<HTMLInputElement>>('againBox');

  protected readonly change = mutation(ChangePasswordDocument);
  protected readonly chosen = signal('');
  protected readonly again = signal('');
  private readonly sent = signal(false);
  private readonly refusal = signal<string | null>(null);
  private readonly started = signal<WorkflowPartsFragment | null>(null);

  private readonly query = liveQuery(
    PasswordWorkflowDocument,
    () => {
      const workflow = this.workflow();
      return workflow === null || workflowOver(workflow) ? null : {};
    },
    { pollMs: 1_000, keepPrevious: true },
  );
  protected readonly workflow = computed((): WorkflowPartsFragment | null => {
    const first = this.started();
    if (first === null) return null;
    const all = this.query.data()?.viewer.memberships.flatMap(({ workflows }) => workflows?.edges.map(({ node }) => node) ?? []) ?? [];
    return all.find(({ id }) => id === first.id) ?? first;
  });

  protected readonly newError = computed(() => {
    if (this.refusal() !== null) return this.refusal();
    if (!this.sent()) return null;
    if (this.chosen().length < shortest) return `Use at least ${shortest} characters. This one has ${this.chosen().length}.`;
    return null;
  });
  protected readonly againError = computed(() => (this.sent() && this.again() !== this.chosen() ? 'The two are not the same.' : null));
  protected readonly name = computed(() => this.session.viewer()?.user.displayName ?? '');
  protected readonly email = computed(() => this.session.viewer()?.user.email ?? '');

  constructor() {
    effect(() => {
      if (this.workflow()?.state === 'SUCCEEDED') this.session.refetch();
    });
    effect(() => {
      if (this.started() === null || this.session.viewer()?.passwordChangeRequired !== false) return;
      this.announcer.say('Your password is set.');
      void this.router.navigateByUrl('/', { replaceUrl: true });
    });
  }

  protected type(box: 'chosen' | 'again', value: string): void {
    this[box].set(value);
    this.refusal.set(null);
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    this.sent.set(true);
    this.refusal.set(null);
    if (this.newError() !== null) return this.newBox()?.nativeElement.focus();
    if (this.againError() !== null) return this.againBox()?.nativeElement.focus();
    const answer = await this.change.run({ input: { newPassword: this.chosen() } });
    if (answer === null) return;
    const result = answer.changePassword;
    if ('workflow' in result) {
      this.chosen.set('');
      this.again.set('');
      this.sent.set(false);
      this.started.set(result.workflow);
      return;
    }
    this.refusal.set(result.message);
    this.newBox()?.nativeElement.focus();
  }
}
