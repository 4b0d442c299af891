import { Component, DOCUMENT, inject, input } from '@angular/core';
import { Button } from '../../ui/button';
import { saveFile } from '../../ui/save-file';

/** All records of a domain as a file, for registrars that import one. */
@Component({
  selector: 'dz-zone-file-button',
  imports: [Button],
  template: `<button dz-button type="button" icon="arrowDown" title="BIND format, as many registrars import it" (click)="save()">Zone file</button>`,
})
export class ZoneFileButton {
  readonly domain = input.required<{ readonly name: string; readonly zoneFile: string }>();

  private readonly document = inject(DOCUMENT);

  protected save(): void {
    const { name, zoneFile } = this.domain();
    saveFile(this.document, `${name}.zone`, 'text/plain', zoneFile);
  }
}
