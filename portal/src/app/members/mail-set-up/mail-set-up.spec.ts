import { TestBed } from '@angular/core/testing';
import { settle } from '../../graphql/testing/settle';
import { Announcer } from '../../ui/announcer';
import { MailSetUp } from './mail-set-up';

const open = async (writeText: jest.Mock): Promise<{ host: HTMLElement; said: () => string[]; press: () => Promise<void> }> => {
  Object.assign(navigator, { clipboard: { writeText } });
  const fixture = TestBed.createComponent(MailSetUp);
  for (const [name, value] of Object.entries({ profileUrl: '/profiles/mail/b-1.mobileconfig', name: 'Ada Lovelace' })) fixture.componentRef.setInput(name, value);
  await settle(fixture);
  const host = fixture.nativeElement as HTMLElement;
  const press = async (): Promise<void> => {
    host.querySelector('button')?.click();
    await settle(fixture);
  };
  return { host, said: () => TestBed.inject(Announcer).toasts().map(({ text }) => text), press };
};

describe('MailSetUp', () => {
  it('has the profile, and copies the link to pass on', async () => {
    const writeText = jest.fn<Promise<void>, [string]>().mockResolvedValue();
    const { host, said, press } = await open(writeText);
    expect(host.querySelector('a')?.getAttribute('href')).toBe('/profiles/mail/b-1.mobileconfig');
    await press();
    expect(writeText).toHaveBeenCalledWith(`${location.origin}/set-up-device`);
    expect(said()).toEqual(['The link is copied. Ada Lovelace opens it on the device and signs in.']);
  });

  it('says the link where the browser does not allow copying', async () => {
    const { said, press } = await open(jest.fn().mockRejectedValue(new Error('denied')));
    await press();
    expect(said()).toEqual([`The browser did not allow copying. The link is ${location.origin}/set-up-device`]);
  });
});
