import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { type Answer, FakeApi } from '../../graphql/testing/fake-api';
import { settle } from '../../graphql/testing/settle';
import { importFacts } from '../testing/import-facts';
import { ImportColumns } from './import-columns';

const column = (heading: string, field: string | null, ...samples: string[]): object => ({ __typename: 'MemberImportColumn', heading, field, samples });
const columns = [column('E-mail', 'ADDRESS', 'ada', 'bo'), column('Full name', 'DISPLAY_NAME', 'Ada Lovelace'), column('', null)];

const open = async (map: Answer, shown = columns): Promise<{ fixture: ComponentFixture<ImportColumns>; host: HTMLElement; api: FakeApi; mapped: () => number }> => {
  const api = new FakeApi({
    MemberImportColumns: () => ({ data: { tenant: { __typename: 'Tenant', id: 't-1', memberImport: { __typename: 'MemberImport', id: 'i-1', columns: shown } } } }),
    MapMemberImport: map,
  });
  TestBed.configureTestingModule({ providers: [api.provide()] });
  const fixture = TestBed.createComponent(ImportColumns);
  fixture.componentRef.setInput('slug', 'acme');
  fixture.componentRef.setInput('importId', 'i-1');
  let count = 0;
  fixture.componentInstance.mapped.subscribe(() => (count += 1));
  await settle(fixture);
  return { fixture, host: fixture.nativeElement as HTMLElement, api, mapped: () => count };
};

const choose = async (fixture: ComponentFixture<ImportColumns>, at: number, field: string): Promise<void> => {
  const box = (fixture.nativeElement as HTMLElement).querySelector<HTMLSelectElement>(`#import-column-${at}`);
  if (box === null) throw new Error(`no column ${at}`);
  box.value = field;
  box.dispatchEvent(new Event('change'));
  await settle(fixture);
};

const save = async (fixture: ComponentFixture<ImportColumns>): Promise<void> => {
  (fixture.nativeElement as HTMLElement).querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle(fixture);
};

const mappedTo =
  (...fields: (string | null)[]): Answer =>
  () => ({
    data: { mapMemberImport: { __typename: 'MemberImportMapped', memberImport: { ...importFacts(), columns: columns.map((one, at) => ({ ...one, field: fields[at] ?? null })) } } },
  });
const unused: Answer = () => {
  throw new Error('not asked');
};

describe('ImportColumns', () => {
  it('shows each column with what stands in it, also one without a heading', async () => {
    const { host } = await open(unused);
    const told = (part: string): (string | undefined)[] => [...host.querySelectorAll('li')].map((row) => row.querySelector(part)?.textContent);
    expect(told('.told strong')).toEqual(['E-mail', 'Full name', 'Column 3']);
    expect(told('.samples')).toEqual(['ada · bo', 'Ada Lovelace', 'Nothing in the first rows']);
    expect([...host.querySelectorAll('select')].map(({ value }) => value)).toEqual(['ADDRESS', 'DISPLAY_NAME', '']);
    expect(host.querySelector('form button')).toBeNull();
  });

  it('saves what was said of the columns, and tells that the rows are others', async () => {
    const { fixture, host, api, mapped } = await open(mappedTo('ADDRESS', 'DISPLAY_NAME', 'PHONE'));
    await choose(fixture, 2, 'PHONE');
    await save(fixture);
    expect(api.sent.at(-1)?.variables).toEqual({
      input: {
        importId: 'i-1',
        columns: [
          { column: 0, field: 'ADDRESS' },
          { column: 1, field: 'DISPLAY_NAME' },
          { column: 2, field: 'PHONE' },
        ],
      },
    });
    expect(mapped()).toBe(1);
    expect(host.querySelector('form button')).toBeNull();
  });

  it('says at the select that another column holds the same, and sends nothing', async () => {
    const { fixture, host, api, mapped } = await open(unused);
    await choose(fixture, 2, 'ADDRESS');
    const box = host.querySelector('#import-column-2');
    expect(box?.getAttribute('aria-invalid')).toBe('true');
    expect(host.querySelector(`#${box?.getAttribute('aria-describedby') ?? 'none'}`)?.textContent).toBe('“E-mail” holds that already.');
    await save(fixture);
    expect([api.count('MapMemberImport'), mapped()]).toEqual([0, 0]);
  });

  it('says what no column holds that every row needs', async () => {
    const { fixture, host } = await open(unused);
    expect(host.querySelector('dz-notice')).toBeNull();
    await choose(fixture, 0, '');
    expect(host.querySelector('dz-notice')?.textContent).toContain('No column holds the address yet');
    await choose(fixture, 0, 'ADDRESS');
    await choose(fixture, 1, '');
    expect(host.querySelector('dz-notice')?.textContent).toContain('No column holds a name yet');
  });

  it('keeps what was chosen when it is refused, and says why', async () => {
    const { fixture, host, mapped } = await open(() => ({ data: { mapMemberImport: { __typename: 'InvalidInput', code: 'INVALID_INPUT', message: 'This import was started before.', path: ['input', 'importId'] } } }));
    await choose(fixture, 2, 'PHONE');
    await save(fixture);
    expect(host.querySelector('dz-notice')?.textContent).toContain('This import was started before.');
    expect([host.querySelector<HTMLSelectElement>('#import-column-2')?.value, mapped()]).toEqual(['PHONE', 0]);
  });

  it('compares again without changing anything', async () => {
    const { fixture, host, api, mapped } = await open(mappedTo('ADDRESS', 'DISPLAY_NAME', null));
    host.querySelector<HTMLButtonElement>('header button')?.click();
    await settle(fixture);
    expect([api.sent.at(-1)?.variables, mapped()]).toEqual([{ input: { importId: 'i-1', columns: [] } }, 1]);
  });
});
