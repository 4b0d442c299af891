import { CdkMenu, CdkMenuItem, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, computed, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { Portal } from './portal-config';
import { Session } from './session';
import { Theme, type ThemeChoice } from './theme';

/** Who is signed in, the way to their own page, the theme, and the way out. */
@Component({
  selector: 'dz-person-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuItemRadio, CdkMenuTrigger, Avatar, Icon],
  templateUrl: './person-menu.html',
  styles: `
    .person {
      display: grid;
      place-items: center;
      width: 36px;
      height: 36px;
      padding: 0;
      background: none;
      border: 0;
      border-radius: 50%;
      cursor: pointer;
    }
    .who {
      max-width: 240px;
      padding: 8px 10px;
    }
    .who strong {
      display: block;
      font-weight: 600;
    }
    .chosen {
      margin-left: auto;
    }
  `,
})
export class PersonMenu {
  protected readonly session = inject(Session);
  protected readonly theme = inject(Theme);
  private readonly router = inject(Router);

  protected readonly themes: readonly { readonly choice: ThemeChoice; readonly words: string; readonly icon: IconName }[] = [
    { choice: 'system', words: 'As the system', icon: 'system' },
    { choice: 'light', words: 'Light', icon: 'sun' },
    { choice: 'dark', words: 'Dark', icon: 'moon' },
  ];

  private readonly portal = inject(Portal);
  protected readonly explorerUrl = computed(() => (this.session.viewer()?.isOperator === true ? this.portal.config().explorerUrl : null));

  protected open(path: string): void {
    void this.router.navigateByUrl(path);
  }
}
