import { TestBed } from '@angular/core/testing';
import { firstSignIn, OneTimePassword, uncopied } from './one-time-password';

describe('OneTimePassword', () => {
  it('shows the password with whose it is, and tells when it was copied', async () => {
    const writeText = jest.fn<Promise<void>, [string]>().mockResolvedValue();
    Object.assign(navigator, { clipboard: { writeText } });
    const fixture = TestBed.createComponent(OneTimePassword);
    for (const [name, value] of Object.entries({ password: 'plum-harbour-73', text: firstSignIn('Ada Lovelace', 'ada@acme.test') })) fixture.componentRef.setInput(name, value);
    let copied = 0;
    fixture.componentInstance.copied.subscribe(() => (copied += 1));
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    expect(host.querySelector('p')?.textContent).toContain('Ada Lovelace signs in as ada@acme.test');
    host.querySelector('button')?.click();
    await fixture.whenStable();
    expect(writeText).toHaveBeenCalledWith('plum-harbour-73');
    expect(copied).toBe(1);
  });

  it('asks differently before it is shown and after', () => {
    expect(uncopied(false, 'Ada cannot sign in without it.').title).toContain('still to come');
    expect(uncopied(true, 'Ada cannot sign in without it.').text).toContain('Ada cannot sign in without it.');
  });
});
