import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Toasts } from './ui/toasts';

@Component({
  selector: 'dz-root',
  imports: [RouterOutlet, Toasts],
  template: `<router-outlet /><dz-toasts />`,
})
export class App {}
