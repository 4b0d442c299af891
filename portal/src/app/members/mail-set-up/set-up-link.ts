import { DOCUMENT, inject, Injectable } from '@angular/core';
import { Announcer } from '../../ui/announcer';

/** The address of the page on which people set up their own devices, to pass on. It is the same for everybody: whoever opens it signs in. */
@Injectable({ providedIn: 'root' })
export class SetUpLink {
  private readonly announcer = inject(Announcer);
  readonly address = `${inject(DOCUMENT).location.origin}/set-up-device`;

  /** Copies it and says so; where the browser does not allow that, says the address itself. */
  async copy(name: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.address);
      this.announcer.say(`The link is copied. ${name} opens it on the device and signs in.`);
    } catch {
      this.announcer.say(`The browser did not allow copying. The link is ${this.address}`);
    }
  }
}
