import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Button } from '../ui/button';
import { PlainPage } from './plain-page';

@Component({
  selector: 'dz-not-found',
  imports: [PlainPage, Button, RouterLink],
  template: `
    <dz-plain-page icon="search" heading="There is nothing at this address">
      The page may have moved, or what it showed was removed.
      <a dz-button variant="primary" routerLink="/">Go to the start</a>
    </dz-plain-page>
  `,
})
export class NotFound {}
