import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { NewerVersionNotice } from './session/newer-version';
import { Toasts } from './ui/toasts';

@Component({
  selector: 'dz-root',
  imports: [NewerVersionNotice, RouterOutlet, Toasts],
  template: `<dz-newer-version /><router-outlet /><dz-toasts />`,
})
export class App {}
