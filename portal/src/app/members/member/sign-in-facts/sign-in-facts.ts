import { Component, input, output } from '@angular/core';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { RelativeTime } from '../../../ui/relative-time';
import type { MemberDecision } from '../../member-decision';
import { backendState } from '../../member-status';
import type { MemberDetails } from '../member-details';

/** What the identity provider knows of somebody's sign-in. */
@Component({
  selector: 'dz-sign-in-facts',
  imports: [Badge, Button, RelativeTime],
  template: `
    <section aria-labelledby="sign-in">
      <h3 id="sign-in">Sign-in</h3>
      @if (member().signIn; as signIn) {
        <dl class="facts">
          <dt>State</dt>
          <dd>
            <dz-badge [tone]="states[signIn.state].tone">{{ states[signIn.state].words }}</dz-badge>
          </dd>
          <dt>Last sign-in</dt>
          <dd>
            @if (signIn.lastSignInAt; as time) {
              <dz-relative-time [at]="time" />
            } @else {
              Never
            }
          </dd>
          <dt>Second factors</dt>
          <dd>{{ signIn.authenticators }}</dd>
          <dt>Open sessions</dt>
          <dd>{{ signIn.sessions }}</dd>
        </dl>
        @if (open()) {
          <div class="row">
            <button dz-button size="small" icon="signOut" type="button" (click)="decide.emit({ act: 'sign-out', member: member() })">Sign out everywhere</button>
          </div>
        }
      } @else {
        <p class="soft">{{ problem() ?? 'There is no sign-in account.' }}</p>
      }
    </section>
  `,
  styleUrl: '../section.css',
})
export class SignInFacts {
  readonly member = input.required<MemberDetails>();
  /** Why it cannot be seen just now. */
  readonly problem = input.required<string | null>();
  /** True when a change can be asked for. */
  readonly open = input.required<boolean>();
  readonly decide = output<MemberDecision>();

  protected readonly states = backendState;
}
