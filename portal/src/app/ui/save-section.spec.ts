import { Component, computed, inject, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { SaveSection } from './save-section';
import { UnsavedSections } from './unsaved-sections';

@Component({
  imports: [SaveSection],
  providers: [UnsavedSections],
  template: `
    <dz-save-section heading="Role" [changed]="changed" [busy]="busy()" [problem]="problem()" (save)="saved.set(saved() + 1)" (discard)="role.set('member')">
      <input #box [value]="role()" (input)="role.set(box.value)" />
    </dz-save-section>
    @if (more()) {
      <dz-save-section heading="Contact information" [changed]="always" />
    }
  `,
})
class Host {
  readonly sections = inject(UnsavedSections);
  readonly role = signal('member');
  readonly changed = computed(() => this.role() !== 'member');
  readonly always = signal(true);
  readonly busy = signal(false);
  readonly problem = signal<string | null>(null);
  readonly saved = signal(0);
  readonly more = signal(false);
}

const open = async (): Promise<{ fixture: ComponentFixture<Host>; it: Host; host: HTMLElement }> => {
  const fixture = TestBed.createComponent(Host);
  await fixture.whenStable();
  return { fixture, it: fixture.componentInstance, host: fixture.nativeElement as HTMLElement };
};

const submit = (host: HTMLElement): boolean => host.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true })) ?? true;

describe('SaveSection', () => {
  it('offers Save and Discard only while something is changed', async () => {
    const { fixture, it, host } = await open();
    expect(host.querySelectorAll('button')).toHaveLength(0);
    it.role.set('admin');
    await fixture.whenStable();
    expect([...host.querySelectorAll('button')].map((button) => button.textContent.trim())).toEqual(['Save', 'Discard']);
    expect(submit(host)).toBe(false);
    expect(it.saved()).toBe(1);
    host.querySelectorAll('button')[1]?.click();
    await fixture.whenStable();
    expect(it.role()).toBe('member');
    expect(host.querySelectorAll('button')).toHaveLength(0);
  });

  it('keeps the focus with the section when its buttons go', async () => {
    const { fixture, it, host } = await open();
    document.body.replaceChildren(host);
    it.role.set('admin');
    await fixture.whenStable();
    host.querySelectorAll('button')[1]?.focus();
    host.querySelectorAll('button')[1]?.click();
    await fixture.whenStable();
    expect(document.activeElement).toBe(host.querySelector('h3'));
  });

  it('sends nothing while nothing is changed or a request is on its way', async () => {
    const { fixture, it, host } = await open();
    submit(host);
    it.role.set('admin');
    it.busy.set(true);
    await fixture.whenStable();
    submit(host);
    expect(it.saved()).toBe(0);
  });

  it('says why it was not saved, and is named by its heading', async () => {
    const { fixture, it, host } = await open();
    it.problem.set('Somebody else was quicker.');
    await fixture.whenStable();
    expect(host.querySelector('[role="alert"]')?.textContent).toContain('Somebody else was quicker.');
    const label = host.querySelector('section')?.getAttribute('aria-labelledby') ?? '';
    expect(host.querySelector(`#${label}`)?.textContent).toBe('Role');
  });
});

describe('UnsavedSections', () => {
  it('knows what was discarded at once, so that the key that closes is not asked about it', async () => {
    const { fixture, it } = await open();
    it.role.set('admin');
    await fixture.whenStable();
    it.role.set('member');
    expect(it.sections.unsaved()).toBeNull();
  });

  it('names what is not saved, discards it, and forgets a section that has gone', async () => {
    const { fixture, it } = await open();
    expect(it.sections.unsaved()).toBeNull();
    it.role.set('admin');
    await fixture.whenStable();
    expect(it.sections.unsaved()?.title).toBe('Role is not saved.');
    it.more.set(true);
    await fixture.whenStable();
    expect(it.sections.unsaved()?.title).toBe('Role and Contact information are not saved.');
    it.sections.discardAll();
    it.more.set(false);
    await fixture.whenStable();
    expect(it.sections.unsaved()).toBeNull();
    expect(it.role()).toBe('member');
  });
});
