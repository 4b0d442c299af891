import type { ComponentFixture } from '@angular/core/testing';

/** Lets answers arrive and the view follow: each turn passes on what the one before brought. */
export async function settle(fixture: ComponentFixture<unknown>, turns = 6): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await fixture.whenStable();
  }
}
