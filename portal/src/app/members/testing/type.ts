import type { ComponentFixture } from '@angular/core/testing';
import { settle } from '../../graphql/testing/settle';

/** Types into the field and lets what it does arrive. */
export async function type(fixture: ComponentFixture<unknown>, selector: string, text: string): Promise<void> {
  const box = (fixture.nativeElement as HTMLElement).querySelector<HTMLInputElement>(selector);
  if (box === null) throw new Error(`nothing at ${selector}`);
  box.value = text;
  box.dispatchEvent(new Event('input'));
  await settle(fixture);
}

/** Sends the form, as Enter in one of its fields does. */
export async function submit(fixture: ComponentFixture<unknown>): Promise<void> {
  (fixture.nativeElement as HTMLElement).querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle(fixture);
}
