import { Component, computed, DestroyRef, DOCUMENT, effect, ElementRef, inject, input, type OnInit, output, type Signal, viewChild } from '@angular/core';
import { Button } from './button';
import { Notice } from './notice';
import { UnsavedSections } from './unsaved-sections';

/**
 * A section that is edited and saved by itself. While something is changed it offers Save and Discard, and the view around it (which provides
 * `UnsavedSections`) asks before it is left. What goes beside the heading carries `section-aside`, what goes below the form `section-foot`.
 */
@Component({
  selector: 'dz-save-section',
  imports: [Button, Notice],
  template: `
    <section [attr.aria-labelledby]="id">
      <header>
        <h3 #title [id]="id" tabindex="-1">{{ heading() }}</h3>
        <ng-content select="[section-aside]" />
      </header>
      <form novalidate (submit)="send($event)">
        <ng-content />
        @if (problem(); as words) {
          <dz-notice tone="wrong">{{ words }}</dz-notice>
        }
        @if (changed()()) {
          <div #actions class="row">
            <button dz-button size="small" type="submit" variant="primary" [busy]="busy()">{{ verb() }}</button>
            <button dz-button size="small" type="button" variant="quiet" (click)="discard.emit()">Discard</button>
          </div>
        }
      </form>
      <ng-content select="[section-foot]" />
    </section>
  `,
  styles: `
    section,
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 12px;
    }
    form:empty {
      display: none;
    }
    h3:focus {
      outline: none;
    }
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 12px;
      min-height: 24px;
    }
  `,
})
export class SaveSection implements OnInit {
  readonly heading = input.required<string>();
  /** True while something is edited and not saved; a signal, so that it counts at once and not after the next rendering. */
  readonly changed = input.required<Signal<boolean>>();
  readonly busy = input(false);
  /** Why the last attempt was not saved, where no field says it. */
  readonly problem = input<string | null>(null);
  /** What the button says. */
  readonly verb = input('Save');
  readonly save = output();
  readonly discard = output();

  private readonly view = inject(UnsavedSections, { optional: true });
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');
  private readonly actions = viewChild<ElementRef<HTMLElement>>('actions');
  private readonly end = inject(DestroyRef);
  protected readonly id = `section-${++count}`;

  constructor() {
    const document = inject(DOCUMENT);
    effect(() => {
      // The buttons go with what there was to save; the focus that one of them had stays with the section.
      if (!this.changed()() && this.actions()?.nativeElement.contains(document.activeElement)) this.title().nativeElement.focus();
    });
  }

  // Not in the constructor: what the section is called and whether it is changed are not known there.
  ngOnInit(): void {
    const section = { heading: this.heading, changed: computed(() => this.changed()()), discard: () => this.discard.emit() };
    this.view?.add(section);
    this.end.onDestroy(() => this.view?.remove(section));
  }

  protected send(event: Event): void {
    event.preventDefault();
    if (this.changed()() && !this.busy()) this.save.emit();
  }
}

let count = 0;
