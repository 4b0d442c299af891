import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Brand } from '../ui/brand';
import { PersonMenu } from './person-menu';
import { Portal } from './portal-config';

/** The bar over pages that are in no workspace: the mark, ways on from the page inside, and who is signed in. */
@Component({
  selector: 'dz-top-bar',
  imports: [RouterLink, Brand, PersonMenu],
  template: `
    <header>
      <a class="brand" [routerLink]="home()"><dz-brand [name]="portal.config().productName" /></a>
      <span class="row">
        <ng-content />
        <dz-person-menu />
      </span>
    </header>
  `,
  styles: `
    :host {
      position: sticky;
      top: 0;
      z-index: 10;
      display: block;
    }
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      height: 56px;
      padding: 0 24px;
      background: var(--canvas);
      border-bottom: 1px solid var(--line);
    }
    .brand {
      text-decoration: none;
    }
    @media (max-width: 720px) {
      header {
        padding: 0 16px;
      }
    }
  `,
})
export class TopBar {
  /** Where the mark leads: the page that the bar is over. */
  readonly home = input.required<string>();
  protected readonly portal = inject(Portal);
}
