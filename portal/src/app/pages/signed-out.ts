import { Component } from '@angular/core';
import { Button } from '../ui/button';
import { PlainPage } from './plain-page';

@Component({
  selector: 'dz-signed-out',
  imports: [PlainPage, Button],
  template: `
    <dz-plain-page icon="signOut" heading="You are signed out">
      Your session here and at the sign-in page has ended. On a shared computer you can close the window now.
      <a dz-button variant="primary" href="/auth/login?returnTo=%2F">Sign in again</a>
    </dz-plain-page>
  `,
})
export class SignedOut {}
