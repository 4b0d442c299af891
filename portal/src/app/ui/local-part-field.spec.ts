import { TestBed } from '@angular/core/testing';
import { LocalPartField, localPartProblem } from './local-part-field';

const open = async (domains: readonly string[]) => {
  const fixture = TestBed.createComponent(LocalPartField);
  for (const [name, value] of Object.entries({ label: 'New address', part: 'ada', domain: 'acme.test', domains, error: null })) fixture.componentRef.setInput(name, value);
  const said: string[] = [];
  fixture.componentInstance.typed.subscribe((text) => said.push(text));
  fixture.componentInstance.domainChosen.subscribe((name) => said.push(`@${name}`));
  await fixture.whenStable();
  return { said, host: fixture.nativeElement as HTMLElement };
};

describe('LocalPartField', () => {
  it('shows the one domain, and takes what is typed in small letters', async () => {
    const { said, host } = await open(['acme.test']);
    expect(host.querySelector('.suffix')?.textContent).toBe('@acme.test');
    const box = host.querySelector('input')!;
    box.value = ' Ada.L ';
    box.dispatchEvent(new Event('input'));
    expect(said).toEqual(['ada.l']);
  });

  it('lets choose where there are several domains', async () => {
    const { said, host } = await open(['acme.test', 'acme-labs.test']);
    const choice = host.querySelector('select')!;
    choice.value = 'acme-labs.test';
    choice.dispatchEvent(new Event('change'));
    expect(said).toEqual(['@acme-labs.test']);
  });

  it.each([
    ['ada.lovelace', true],
    ['a', true],
    ['', false],
    ['.ada', false],
    ['ada@home', false],
  ])('of %j says whether it fits', (part, fits) => {
    expect(localPartProblem(part) === null).toBe(fits);
  });
});
