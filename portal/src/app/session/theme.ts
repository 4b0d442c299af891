import { DOCUMENT, inject, Injectable, signal } from '@angular/core';

export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'dezky.theme';

/** Light, dark, or as the system says; kept in this browser, and applied before the first paint by public/theme.js. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly current = signal<ThemeChoice>(read(localStorage.getItem(key)));
  readonly choice = this.current.asReadonly();

  choose(choice: ThemeChoice): void {
    this.current.set(choice);
    localStorage.setItem(key, choice);
    if (choice === 'system') delete this.root.dataset['theme'];
    else this.root.dataset['theme'] = choice;
  }
}

const read = (stored: string | null): ThemeChoice => (stored === 'light' || stored === 'dark' ? stored : 'system');
