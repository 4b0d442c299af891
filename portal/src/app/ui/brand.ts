import { Component, input } from '@angular/core';

/** The product's mark and name. */
@Component({
  selector: 'dz-brand',
  template: `
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path d="M9.5 8.5h6a7.5 7.5 0 0 1 0 15h-6z" fill="none" stroke="var(--accent-text)" stroke-width="3" stroke-linejoin="round" />
      <circle cx="15.2" cy="16" r="2" fill="var(--accent-text)" />
    </svg>
    <span class="name">{{ name() }}</span>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 10px;
      color: var(--text);
      font-weight: 650;
      font-size: 16px;
      letter-spacing: -0.02em;
    }
    svg {
      flex: none;
    }
    :host(.mark-only) .name {
      display: none;
    }
  `,
})
export class Brand {
  readonly name = input.required<string>();
}
