import { TestBed } from '@angular/core/testing';
import { AliasTools } from './alias-tools';

describe('AliasTools', () => {
  it('offers what can be done with the alias by its address, and nothing that changes it while a change is sent', async () => {
    const fixture = TestBed.createComponent(AliasTools);
    const said: string[] = [];
    for (const what of ['label', 'switched', 'remove'] as const) fixture.componentInstance[what].subscribe(() => said.push(what));
    fixture.componentRef.setInput('alias', { address: 'info@acme.test', enabled: true });
    await fixture.whenStable();
    const buttons = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')];
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual(['Label info@acme.test', 'Switch off info@acme.test', 'Remove info@acme.test']);
    for (const button of buttons) button.click();
    expect(said).toEqual(['label', 'switched', 'remove']);
    fixture.componentRef.setInput('alias', { address: 'info@acme.test', enabled: false });
    fixture.componentRef.setInput('busy', true);
    await fixture.whenStable();
    expect(buttons.map((button) => [button.getAttribute('aria-label'), button.disabled])).toEqual([
      ['Label info@acme.test', false],
      ['Switch on info@acme.test', true],
      ['Remove info@acme.test', true],
    ]);
  });
});
