import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Field } from './field';

@Component({
  imports: [Field],
  template: `<dz-field label="Domain" controlId="name" help="The name you own." [error]="error()"><input id="name" aria-describedby="name-hint" /></dz-field>`,
})
class Host {
  readonly error = signal<string | null>(null);
}

describe('Field', () => {
  it('labels its control and puts the error in place of the help', async () => {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const host = fixture.nativeElement as HTMLElement;
    expect(host.querySelector('label')?.htmlFor).toBe('name');
    expect(host.querySelector('#name-hint')?.textContent).toBe('The name you own.');
    fixture.componentInstance.error.set('This is not a domain name.');
    await fixture.whenStable();
    expect(host.querySelector('#name-hint')?.textContent).toBe('This is not a domain name.');
    expect(host.querySelector('#name-hint')?.getAttribute('role')).toBe('alert');
  });
});
