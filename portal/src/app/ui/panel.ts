import { Component, input } from '@angular/core';

/** A part of a page with its own heading; what stands beside the heading carries `panel-aside`. */
@Component({
  selector: 'dz-panel',
  template: `
    <section [attr.aria-labelledby]="id">
      <header>
        <h2 [id]="id">{{ heading() }}</h2>
        <ng-content select="[panel-aside]" />
      </header>
      <ng-content />
    </section>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    section {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
      gap: 14px;
      height: 100%;
      padding: 18px 20px 20px;
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      box-shadow: var(--shadow-1);
    }
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 12px;
      min-height: 24px;
    }
    h2 {
      color: var(--text);
    }
  `,
})
export class Panel {
  readonly heading = input.required<string>();
  protected readonly id = `panel-${++count}`;
}

let count = 0;
