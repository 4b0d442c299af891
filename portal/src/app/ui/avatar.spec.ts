import { TestBed } from '@angular/core/testing';
import { Avatar } from './avatar';

describe('Avatar', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['Hans Christian Ørsted', 'HØ'],
    ['acme', 'A'],
    ['  ', ''],
  ])('shows of %j the letters %j', async (name, letters) => {
    const fixture = TestBed.createComponent(Avatar);
    fixture.componentRef.setInput('name', name);
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    expect(host.textContent.trim()).toBe(letters);
    expect(host.getAttribute('aria-hidden')).toBe('true');
  });
});
