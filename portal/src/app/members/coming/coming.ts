import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import type { IconName } from '../../ui/icons';

/** The places beside the users that are not built yet. */
export type ComingPlace = 'groups' | 'invitations' | 'service-accounts';

interface Words {
  readonly icon: IconName;
  readonly heading: string;
  readonly coming: string;
  readonly today: string;
}

export const comingPlaces: Record<ComingPlace, Words> = {
  groups: {
    icon: 'users',
    heading: 'Groups are not here yet',
    coming: 'A group will give several users the same access, and one address that reaches them all.',
    today: 'Until then, roles are set user by user: open a user to see or change theirs.',
  },
  invitations: {
    icon: 'mail',
    heading: 'Invitations are not here yet',
    coming: 'An invitation will go to somebody by mail, and they will set up their own sign-in.',
    today: 'Until then, create the user here and hand over the one-time password yourself: they choose their own when they first sign in.',
  },
  'service-accounts': {
    icon: 'key',
    heading: 'Service accounts are not here yet',
    coming: 'A service account will let a printer or a program send mail, or use the API, without being a person.',
    today: 'Until then, give a device a user of its own, which takes a seat. For programs that use the API, ask whoever runs Dezky for you.',
  },
};

/** Says honestly what a place will be, and what to do until then. */
@Component({
  selector: 'dz-coming',
  imports: [RouterLink, Button, EmptyState],
  template: `
    <dz-empty-state [icon]="words().icon" [heading]="words().heading">
      {{ words().coming }} {{ words().today }}
      @if (place() === 'groups') {
        <a dz-button [routerLink]="[]">Go to users</a>
      } @else {
        <a dz-button icon="plus" [routerLink]="[]" [queryParams]="{ new: 'user' }">Create user</a>
      }
    </dz-empty-state>
  `,
  styles: `
    :host {
      display: block;
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
    }
  `,
})
export class Coming {
  readonly place = input.required<ComingPlace>();
  protected readonly words = computed(() => comingPlaces[this.place()]);
}
