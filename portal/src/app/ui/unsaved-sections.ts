import { computed, Injectable, type Signal, signal } from '@angular/core';
import type { Unsaved } from './unsaved';

/** A part of a view that is edited and saved by itself. */
export interface EditedSection {
  readonly heading: Signal<string>;
  readonly changed: Signal<boolean>;
  /** Goes back to what is saved. */
  discard(): void;
}

/** What is edited and not saved in a view of several sections; the view provides one and hands `unsaved` to its dialog. */
@Injectable()
export class UnsavedSections {
  private readonly sections = signal<readonly EditedSection[]>([]);
  private readonly changed = computed(() => this.sections().filter((section) => section.changed()));

  /** What leaving would lose, by name; null when all is saved. */
  readonly unsaved = computed((): Unsaved | null => {
    const names = this.changed().map((section) => section.heading());
    if (names.length === 0) return null;
    return {
      title: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not saved.`,
      text: 'What you changed there is lost when you leave.',
      keep: 'Keep editing',
      leave: 'Discard changes',
    };
  });

  add(section: EditedSection): void {
    this.sections.update((sections) => [...sections, section]);
  }

  remove(section: EditedSection): void {
    this.sections.update((sections) => sections.filter((one) => one !== section));
  }

  discardAll(): void {
    for (const section of this.changed()) section.discard();
  }
}
