import { Component, inject, Injectable, signal } from '@angular/core';
import { DOCUMENT } from '@angular/common';
import { Button } from '../ui/button';

/** Whether the gateway was upgraded since this page was loaded. It knows the documents of its own portal alone, so it is found out by asking. */
@Injectable({ providedIn: 'root' })
export class NewerVersion {
  private readonly found = signal(false);
  readonly here = this.found.asReadonly();

  announce(): void {
    this.found.set(true);
  }
}

/** Asks for a reload, and leaves the moment to the person: what they have typed stays until then. */
@Component({
  selector: 'dz-newer-version',
  imports: [Button],
  template: `
    @if (version.here()) {
      <p role="alert">
        A new version of Dezky is here. Save or copy what you are writing, then
        <button dz-button size="small" type="button" (click)="reload()">Reload</button>
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 8px;
      padding: 8px 16px;
      background: var(--attention-soft);
      font-size: var(--size-table);
    }
  `,
})
export class NewerVersionNotice {
  protected readonly version = inject(NewerVersion);
  private readonly document = inject(DOCUMENT);

  protected reload(): void {
    this.document.location.reload();
  }
}
