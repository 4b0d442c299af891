import { Component, computed, ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { mutation } from '../../graphql/mutation';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { filledIn } from '../../ui/unsaved';
import { AddDomainDocument } from './add-domain-dialog.generated';

const hostname = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** Asks for the name of a domain, and goes on to its set-up. */
@Component({
  selector: 'dz-add-domain-dialog',
  imports: [Button, Dialog, Field, Notice],
  templateUrl: './add-domain-dialog.html',
})
export class AddDomainDialog {
  readonly tenantId = input.required<string>();
  readonly slug = input.required<string>();
  readonly added = output();
  readonly dismiss = output();

  private readonly router = inject(Router);
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  protected readonly add = mutation(AddDomainDocument);
  protected readonly name = signal('');
  protected readonly refusal = signal<string | null>(null);
  private readonly left = signal(false);

  private readonly sent = signal(false);
  protected readonly unsaved = computed(() => (this.name().trim() === '' || this.sent() ? null : filledIn));

  private readonly tidy = computed(() =>
    this.name()
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/[./]+$/, ''),
  );
  private readonly wrong = computed(() => {
    if (this.tidy() === '') return 'Enter the domain, such as example.com.';
    return hostname.test(this.tidy()) ? null : 'This is not a domain name. Leave out anything before and after it, such as www or a path.';
  });
  protected readonly error = computed(() => this.refusal() ?? (this.left() ? this.wrong() : null));

  protected type(text: string): void {
    this.name.set(text);
    this.refusal.set(null);
    this.left.set(false);
  }

  protected leave(): void {
    if (this.tidy() !== '') this.left.set(true);
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    this.left.set(true);
    if (this.wrong() !== null) return this.box().nativeElement.focus();
    const answer = await this.add.run({ input: { tenantId: this.tenantId(), name: this.tidy() } });
    if (answer === null) return;
    const result = answer.addDomain;
    if ('domain' in result) {
      this.sent.set(true);
      this.added.emit();
      await this.router.navigateByUrl(`/t/${this.slug()}/domains/${result.domain.id}/set-up`);
      return;
    }
    this.refusal.set(result.message);
    this.box().nativeElement.focus();
  }
}
