import { Component, computed, DOCUMENT, type ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import { SignIn } from '../../session/sign-in';
import { Button } from '../../ui/button';
import { formatBytes } from '../../ui/bytes';
import { Icon } from '../../ui/icon';
import { Panel } from '../../ui/panel';
import { saveFile } from '../../ui/save-file';
import { importTemplate } from '../import-template';
import type { FileRefused } from '../file-refused';
import { importFileBytes, sendImportFile } from './send-import-file';

/** Takes a file of people by choosing or dropping it. What is wrong with the whole file is said here, and the file stays chosen. */
@Component({
  selector: 'dz-upload-form',
  imports: [Button, Icon, Panel],
  templateUrl: './upload-form.html',
  styleUrl: './upload-form.css',
})
export class UploadForm {
  /** Null while the workspace is not known yet. */
  readonly tenantId = input.required<string | null>();
  /** The id of the import that the file became. */
  readonly uploaded = output<string>();

  private readonly document = inject(DOCUMENT);
  private readonly signIn = inject(SignIn);
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  protected readonly file = signal<File | null>(null);
  protected readonly size = computed(() => formatBytes(this.file()?.size ?? 0));
  protected readonly over = signal(false);
  protected readonly busy = signal(false);
  protected readonly refusal = signal<Omit<FileRefused, 'signedOut'> | null>(null);

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.over.set(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 1) return this.refuse('Drop one file at a time.');
    this.choose(files[0]);
  }

  protected choose(file: File | null | undefined): void {
    if (this.busy() || !file) return;
    this.file.set(file);
    this.refusal.set(null);
    if (file.size > importFileBytes) this.refuse('The file is larger than 2 MiB. Split it, and import the parts one after the other.');
    else if (file.size === 0) this.refuse('The file is empty.');
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const [file, tenantId] = [this.file(), this.tenantId()];
    if (this.busy() || tenantId === null) return;
    if (file === null) {
      this.refuse('Choose a file first.');
      return;
    }
    if (file.size > importFileBytes || file.size === 0) return this.box().nativeElement.focus();
    this.busy.set(true);
    this.refusal.set(null);
    const answer = await sendImportFile(tenantId, file);
    this.busy.set(false);
    if (typeof answer === 'string') return this.uploaded.emit(answer);
    if (answer.signedOut) this.signIn.start();
    this.refuse(answer.message, answer.requestId);
  }

  protected template(): void {
    saveFile(this.document, 'people-template.csv', 'text/csv', importTemplate);
  }

  private refuse(message: string, requestId: string | null = null): void {
    this.refusal.set({ message, requestId });
    this.box().nativeElement.focus();
  }
}
