import { Component, computed, effect, ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { Workspace } from '../session/session';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';

interface Command {
  readonly words: string;
  readonly icon: IconName;
  readonly url: string;
}

/** Goes to a page or starts an action by a few letters of its name. */
@Component({
  selector: 'dz-command-palette',
  imports: [Icon],
  templateUrl: './command-palette.html',
  styleUrl: './command-palette.css',
})
export class CommandPalette {
  readonly slug = input.required<string>();
  readonly workspaces = input.required<readonly Workspace[]>();
  readonly dismiss = output();

  private readonly router = inject(Router);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly typed = signal('');
  private readonly chosen = signal(0);

  private readonly commands = computed<readonly Command[]>(() => {
    const here = `/t/${this.slug()}`;
    return [
      { words: 'Create user', icon: 'plus', url: `${here}/users?new=user` },
      { words: 'Import users', icon: 'arrowUp', url: `${here}/users/import` },
      { words: 'Add domain', icon: 'plus', url: `${here}/domains?new=domain` },
      { words: 'Add alias', icon: 'plus', url: `${here}/mail?new=alias` },
      { words: 'Create distribution list', icon: 'plus', url: `${here}/mail?tab=lists&new=list` },
      { words: 'Who receives mail?', icon: 'search', url: `${here}/mail?tab=delivery` },
      { words: 'Dashboard', icon: 'dashboard', url: here },
      { words: 'Domains', icon: 'domain', url: `${here}/domains` },
      { words: 'Mail settings', icon: 'mail', url: `${here}/mail` },
      { words: 'Users', icon: 'users', url: `${here}/users` },
      { words: 'Scheduling', icon: 'calendar', url: `${here}/scheduling` },
      { words: 'Your own page', icon: 'person', url: '/me' },
      ...this.workspaces()
        .filter(({ slug }) => slug !== this.slug())
        .map(({ slug, name }): Command => ({ words: `Switch to ${name}`, icon: 'building', url: `/t/${slug}` })),
    ];
  });
  protected readonly matching = computed(() => {
    const wanted = this.typed().trim();
    const fits = ({ words }: Command): boolean => words.toLowerCase().includes(wanted.toLowerCase());
    const begins = ({ words }: Command): boolean => words.toLowerCase().startsWith(wanted.toLowerCase());
    if (wanted === '') return this.commands();
    // Who types the name of a page means the page, whatever else has the word in it.
    const fitting = [...this.commands().filter(begins), ...this.commands().filter((command) => fits(command) && !begins(command))];
    return [...fitting, { words: `Find “${wanted}” among users`, icon: 'search' as const, url: `/t/${this.slug()}/users?q=${encodeURIComponent(wanted)}` }];
  });
  protected readonly active = computed(() => Math.min(this.chosen(), this.matching().length - 1));

  constructor() {
    effect(() => {
      const { nativeElement } = this.dialog();
      if (!nativeElement.open) nativeElement.showModal();
    });
  }

  protected type(text: string): void {
    this.typed.set(text);
    this.chosen.set(0);
  }

  protected steer(event: KeyboardEvent): void {
    const { length } = this.matching();
    if (event.key === 'ArrowDown') this.chosen.set((this.active() + 1) % length);
    else if (event.key === 'ArrowUp') this.chosen.set((this.active() + length - 1) % length);
    else if (event.key === 'Enter') this.run(this.matching()[this.active()]);
    else return;
    event.preventDefault();
  }

  protected run(command: Command | undefined): void {
    if (command === undefined) return;
    this.dismiss.emit();
    void this.router.navigateByUrl(command.url);
  }

  protected dismissOnVeil(event: MouseEvent): void {
    if (event.target === this.dialog().nativeElement) this.dismiss.emit();
  }
}
