import { Component } from '@angular/core';
import { Button } from '../ui/button';
import { PlainPage } from './plain-page';

/** Where the gateway sends people whose way back from the identity provider could not be completed. */
@Component({
  selector: 'dz-sign-in-failed',
  imports: [PlainPage, Button],
  template: `
    <dz-plain-page icon="warning" heading="The sign-in was not completed">
      It may have taken too long, or it was begun in another window. Nothing is lost: sign in again.
      <a dz-button variant="primary" href="/auth/login?returnTo=%2F">Sign in again</a>
    </dz-plain-page>
  `,
})
export class SignInFailed {}
