import type { ComponentFixture } from '@angular/core/testing';
import { settle } from '../../graphql/testing/settle';

/** Presses the button with these words and lets what it does arrive. */
export async function press(fixture: ComponentFixture<unknown>, words: string): Promise<void> {
  const button = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')].find((candidate) => candidate.textContent.trim() === words);
  if (button === undefined) throw new Error(`no button “${words}”`);
  button.click();
  await settle(fixture);
}
