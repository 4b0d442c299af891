import { TestBed } from '@angular/core/testing';
import { AddressField, verifiedNames } from './address-field';

const open = async (domains: readonly string[] | null, initial = '') => {
  const fixture = TestBed.createComponent(AddressField);
  for (const [name, value] of Object.entries({ label: 'Address', controlId: 'address', domains, initial })) fixture.componentRef.setInput(name, value);
  await fixture.whenStable();
  const host = fixture.nativeElement as HTMLElement;
  return {
    fixture,
    host,
    field: fixture.componentInstance,
    box: host.querySelector('input')!,
    type: async (text: string): Promise<void> => {
      const box = host.querySelector('input')!;
      box.value = text;
      box.dispatchEvent(new Event('input'));
      await fixture.whenStable();
    },
    choose: async (name: string): Promise<void> => {
      const choice = host.querySelector('select')!;
      choice.value = name;
      choice.dispatchEvent(new Event('change'));
      await fixture.whenStable();
    },
  };
};

const two = ['acme.test', 'acme-labs.test'];

describe('AddressField', () => {
  it('puts the first domain behind what is typed, until another is chosen', async () => {
    const it = await open(two);
    await it.type(' Info ');
    expect(it.field.address()).toBe('info@acme.test');
    await it.choose('acme-labs.test');
    expect([it.field.address(), it.box.value]).toEqual(['info@acme-labs.test', 'info']);
    await it.type('sales');
    expect(it.field.address()).toBe('sales@acme-labs.test');
  });

  it('takes the domain of an address that is pasted whole, and keeps it for what is typed next', async () => {
    const it = await open(two);
    await it.type('info@ACME-labs.test');
    expect([it.box.value, it.host.querySelector('select')?.value, it.field.address()]).toEqual(['info', 'acme-labs.test', 'info@acme-labs.test']);
    await it.type('info2');
    expect(it.field.address()).toBe('info2@acme-labs.test');
  });

  it('leaves an address on any other domain as it is', async () => {
    const it = await open(two);
    await it.type('info@gmail.com');
    expect([it.box.value, it.field.address()]).toEqual(['info@gmail.com', 'info@gmail.com']);
  });

  it('begins with an address, whose domain may be none of those to choose, and goes back to it', async () => {
    const it = await open(null, 'list@old.test');
    expect([it.box.value, it.field.address()]).toEqual(['list', 'list@old.test']);
    it.fixture.componentRef.setInput('domains', two);
    it.fixture.componentRef.setInput('initial', 'list@acme-labs.test');
    await it.fixture.whenStable();
    await it.type('all');
    expect(it.field.address()).toBe('all@acme-labs.test');
    it.field.reset();
    await it.fixture.whenStable();
    expect([it.box.value, it.field.address()]).toEqual(['list', 'list@acme-labs.test']);
  });

  it('says what is missing', async () => {
    const it = await open(two);
    expect(it.field.problem()).toBe('Enter the part of the address before the @.');
    await it.type('info');
    expect(it.field.problem()).toBeNull();
    const without = await open([]);
    expect(without.host.textContent).toContain('An address needs a domain whose DNS records are right.');
  });
});

describe('verifiedNames', () => {
  it('leaves out what is not verified, and knows nothing while nothing is known', () => {
    expect(verifiedNames([{ name: 'acme.test', status: 'VERIFIED' }, { name: 'new.test', status: 'PENDING' }])).toEqual(['acme.test']);
    expect(verifiedNames(undefined)).toBeNull();
  });
});
