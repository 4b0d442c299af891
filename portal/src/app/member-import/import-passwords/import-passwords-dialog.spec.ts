import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settle } from '../../graphql/testing/settle';
import { SignIn } from '../../session/sign-in';
import { answer, fakeFetch } from '../testing/fake-fetch';
import { ImportPasswordsDialog } from './import-passwords-dialog';

const signIn = { start: jest.fn() };
let saved: Blob[] = [];

const open = async (): Promise<{ fixture: ComponentFixture<ImportPasswordsDialog>; host: HTMLElement }> => {
  TestBed.configureTestingModule({ providers: [{ provide: SignIn, useValue: signIn }] });
  const fixture = TestBed.createComponent(ImportPasswordsDialog);
  fixture.componentRef.setInput('importId', 'i-1');
  fixture.componentRef.setInput('fileName', 'people.csv');
  fixture.componentRef.setInput('until', Date.now() + 3_600_000);
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement };
};

const download = async (fixture: ComponentFixture<ImportPasswordsDialog>): Promise<void> => {
  const button = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')].find(({ textContent }) => textContent.trim() === 'Download passwords');
  button?.click();
  await settle(fixture);
};

describe('ImportPasswordsDialog', () => {
  beforeEach(() => {
    saved = [];
    signIn.start.mockClear();
    URL.createObjectURL = (blob) => (saved.push(blob as Blob), 'blob:passwords');
    URL.revokeObjectURL = () => undefined;
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  });

  it('says who sees them, for how long and that it is written down, before anything is asked for', async () => {
    const sent = fakeFetch();
    const { host } = await open();
    expect(host.textContent).toMatch(/Administrators of this workspace.*for a day.*audit log/s);
    expect([sent, saved]).toEqual([[], []]);
  });

  it('gives the file and says how many are in it', async () => {
    const sent = fakeFetch(answer(200, 'address,name,one-time password\r\na@acme.test,Ada,x\r\nb@acme.test,Bo,y\r\n'));
    const { fixture, host } = await open();
    await download(fixture);
    expect(sent.map(({ url }) => url)).toEqual(['/imports/members/i-1/passwords.csv']);
    expect(host.textContent).toContain('Downloaded 2 passwords.');
    expect(saved).toHaveLength(1);
  });

  it('gives no file with nothing in it, and says what to do instead', async () => {
    fakeFetch(answer(200, 'address,name,one-time password\r\n'));
    const { fixture, host } = await open();
    await download(fixture);
    expect(host.textContent).toContain('There is no password to hand out any more');
    expect(saved).toEqual([]);
  });

  it('says why there are none, with the request, and can be tried again', async () => {
    fakeFetch(answer(503, { errors: [{ message: 'Identity does not answer.', extensions: { requestId: 'r-3' } }] }), new TypeError('failed'), answer(401, {}));
    const { fixture, host } = await open();
    await download(fixture);
    expect(host.querySelector('dz-notice')?.textContent).toMatch(/Identity does not answer\..*Request r-3/s);
    await download(fixture);
    expect(host.querySelector('dz-notice')?.textContent).toContain('Dezky cannot be reached.');
    await download(fixture);
    expect(signIn.start).toHaveBeenCalledTimes(1);
    expect(saved).toEqual([]);
  });
});
