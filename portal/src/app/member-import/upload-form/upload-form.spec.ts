import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settle } from '../../graphql/testing/settle';
import { SignIn } from '../../session/sign-in';
import { answer, fakeFetch } from '../testing/fake-fetch';
import { UploadForm } from './upload-form';

const signIn = { start: jest.fn() };

const file = (name: string, bytes: number, unreadable = false): File => {
  const made = new File([new Uint8Array(Math.min(bytes, 10))], name, { type: 'text/csv' });
  Object.defineProperty(made, 'size', { value: bytes });
  made.arrayBuffer = () => (unreadable ? Promise.reject(new Error('gone')) : Promise.resolve(new ArrayBuffer(10)));
  return made;
};

const open = async (tenantId: string | null = 't-1'): Promise<{ fixture: ComponentFixture<UploadForm>; host: HTMLElement; uploaded: string[] }> => {
  TestBed.configureTestingModule({ providers: [{ provide: SignIn, useValue: signIn }] });
  const fixture = TestBed.createComponent(UploadForm);
  fixture.componentRef.setInput('tenantId', tenantId);
  const uploaded: string[] = [];
  fixture.componentInstance.uploaded.subscribe((id) => uploaded.push(id));
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement, uploaded };
};

const drop = async (fixture: ComponentFixture<UploadForm>, ...files: File[]): Promise<void> => {
  const event = Object.assign(new Event('drop', { cancelable: true }), { dataTransfer: { files } });
  (fixture.nativeElement as HTMLElement).querySelector('label')?.dispatchEvent(event);
  await settle(fixture);
};

const send = async (fixture: ComponentFixture<UploadForm>): Promise<void> => {
  (fixture.nativeElement as HTMLElement).querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle(fixture);
};

describe('UploadForm', () => {
  beforeEach(() => signIn.start.mockClear());

  it('sends the file as it is, with the header of the portal, and says which import it became', async () => {
    const sent = fakeFetch(answer(201, { importId: 'i-1' }));
    const { fixture, host, uploaded } = await open();
    await drop(fixture, file('people & co.csv', 10));
    expect(host.textContent).toContain('people & co.csv');
    await send(fixture);
    expect(sent.map(({ url, init }) => [url, init?.method, init?.headers])).toEqual([['/imports/members?tenant=t-1&name=people+%26+co.csv', 'POST', { 'content-type': 'text/csv', 'x-dezky-csrf': '1' }]]);
    expect(uploaded).toEqual(['i-1']);
  });

  it('says what is wrong with the whole file, with the request, and keeps it chosen', async () => {
    fakeFetch(answer(400, { errors: [{ message: 'The file is in UTF-16. Save it as “CSV UTF-8”.', extensions: { code: 'BAD_USER_INPUT', requestId: 'r-7' } }] }));
    const { fixture, host, uploaded } = await open();
    await drop(fixture, file('people.csv', 10));
    await send(fixture);
    expect(host.querySelector('[role="alert"]')?.textContent).toMatch(/UTF-16.*Request r-7/s);
    expect(host.querySelector('label')?.textContent).toContain('people.csv');
    expect(host.querySelector('input')?.getAttribute('aria-invalid')).toBe('true');
    expect(uploaded).toEqual([]);
  });

  it('refuses by itself what cannot be taken: no file, an empty one, one too large, two at once', async () => {
    const sent = fakeFetch();
    const { fixture, host } = await open();
    const said = (): string | undefined => host.querySelector('[role="alert"]')?.textContent;
    await send(fixture);
    expect(said()).toContain('Choose a file first.');
    await drop(fixture, file('empty.csv', 0));
    expect(said()).toContain('The file is empty.');
    await drop(fixture, file('large.csv', 2 * 1024 * 1024 + 1));
    expect(said()).toContain('larger than 2 MiB');
    await send(fixture);
    await drop(fixture, file('a.csv', 1), file('b.csv', 1));
    expect(said()).toContain('one file at a time');
    expect(sent).toEqual([]);
  });

  it('tells a network that fails from a file that cannot be read and from an answer that says nothing', async () => {
    fakeFetch(new TypeError('failed to fetch'), answer(502, 'a page of a proxy', 'r-9'));
    const { fixture, host } = await open();
    await drop(fixture, file('people.csv', 10));
    await send(fixture);
    expect(host.textContent).toContain('Dezky cannot be reached. Check your connection. The file is still chosen.');
    await send(fixture);
    expect(host.textContent).toMatch(/status 502.*r-9/s);
    await drop(fixture, file('people.csv', 10, true));
    await send(fixture);
    expect(host.textContent).toContain('The file changed since you chose it');
  });

  it('goes to sign in when the session is over', async () => {
    fakeFetch(answer(401, { errors: [{ message: 'Sign in first.' }] }));
    const { fixture } = await open();
    await drop(fixture, file('people.csv', 10));
    await send(fixture);
    expect(signIn.start).toHaveBeenCalledTimes(1);
  });

  it('gives a template whose headings are known', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = (blob) => (saved.push(blob as Blob), 'blob:template');
    URL.revokeObjectURL = () => undefined;
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    const { host } = await open();
    host.querySelector('button')?.click();
    expect(saved).toHaveLength(1);
    expect(saved[0]?.type).toContain('text/csv');
  });
});
