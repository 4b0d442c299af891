import { Component, computed, inject, input, output, signal } from '@angular/core';
import { mutation } from '../../../graphql/mutation';
import type { TenantRole } from '../../../graphql/schema.generated';
import { Announcer } from '../../../ui/announcer';
import { Button } from '../../../ui/button';
import { Icon } from '../../../ui/icon';
import { SaveSection } from '../../../ui/save-section';
import type { MemberDecision } from '../../member-decision';
import { roleLockReason, roleName } from '../../member-status';
import type { MemberRowFragment } from '../../members.generated';
import { ChangeMemberRoleDocument } from './change-member-role.generated';

/** What somebody may do here: changed and saved by itself, or why it cannot be. */
@Component({
  selector: 'dz-member-role',
  imports: [Button, Icon, SaveSection],
  templateUrl: './member-role.html',
  styleUrl: './member-role.css',
})
export class MemberRole {
  readonly member = input.required<MemberRowFragment>();
  readonly decide = output<MemberDecision>();

  private readonly announcer = inject(Announcer);
  protected readonly roles = roleName;
  protected readonly choices: readonly (readonly [role: TenantRole, meaning: string])[] = [
    ['MEMBER', 'Uses sign-in, mail and files.'],
    ['ADMIN', 'Runs the workspace too: users, domains and settings.'],
  ];
  protected readonly change = mutation(ChangeMemberRoleDocument);
  private readonly draft = signal<TenantRole | null>(null);
  protected readonly role = computed(() => this.draft() ?? this.member().role);
  protected readonly changed = computed(() => this.role() !== this.member().role);
  private readonly refusal = signal<string | null>(null);
  protected readonly problem = computed(() => this.refusal() ?? this.change.problem()?.message ?? null);
  protected readonly lock = computed(() => {
    const lock = this.member().roleLock;
    return lock === null ? null : roleLockReason[lock];
  });

  protected choose(role: TenantRole): void {
    this.draft.set(role);
    this.refusal.set(null);
    this.change.clear();
  }

  protected discard(): void {
    this.draft.set(null);
    this.refusal.set(null);
    this.change.clear();
  }

  protected async save(): Promise<void> {
    this.refusal.set(null);
    const { id, displayName } = this.member();
    const role = this.role();
    const answer = await this.change.run({ input: { memberId: id, role } });
    if (answer === null) return;
    const result = answer.changeMemberRole;
    if (!('member' in result)) return this.refusal.set(result.message);
    this.draft.set(null);
    this.announcer.say(`${displayName} is ${role === 'ADMIN' ? 'an administrator' : 'a member'} now.`);
  }
}
