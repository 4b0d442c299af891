import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Button } from '../ui/button';
import { PlainPage } from './plain-page';

/** Says nothing about whether the workspace exists: who may not run it learns the same either way. */
@Component({
  selector: 'dz-denied',
  imports: [PlainPage, Button, RouterLink],
  template: `
    <dz-plain-page icon="lock" heading="This workspace is not yours to run">
      You are signed in as {{ email() }}. An administrator of the workspace can change your role.
      <a dz-button variant="primary" routerLink="/me">Go to your own page</a>
    </dz-plain-page>
  `,
  styles: `
    :host {
      flex: 1;
    }
  `,
})
export class Denied {
  readonly email = input.required<string>();
}
