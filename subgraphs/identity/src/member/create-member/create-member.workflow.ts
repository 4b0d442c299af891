import type { WorkflowDefinition } from '@dezky/kit/workflow/step';
import type { AuthentikClient } from '../../authentik/authentik-client';
import type { BillingPeer } from '../billing-peer';
import type { GatewayPeer } from '../gateway-peer';
import type { MailPeer } from '../mail-peer';
import type { StoragePeer } from '../storage-peer';
import { activateMember } from './activate-member.step';
import { admitSignIn } from './admit-sign-in.step';
import { createSignIn } from './create-sign-in.step';
import { provisionDrive } from './provision-drive.step';
import { provisionMailbox } from './provision-mailbox.step';
import { reserveMember } from './reserve-member.step';
import { reservePlace } from './reserve-place.step';
import { updateSeats } from './update-seats.step';

export interface CreateMemberWork {
  readonly memberId: string;
  readonly userId: string;
  readonly address: string;
  readonly displayName: string;
}

export interface MemberSystems {
  readonly authentik: AuthentikClient;
  readonly mail: MailPeer;
  readonly storage: StoragePeer;
  readonly billing: BillingPeer;
  readonly gateway: GatewayPeer;
}

/** A colleague comes to life: sign-in, mailbox, drive, seat; or, undone, leaves no trace. */
export const createMember = ({ authentik, mail, storage, billing }: MemberSystems): WorkflowDefinition<CreateMemberWork> => ({
  name: 'createMember',
  kind: 'CREATE_MEMBER',
  plan: [[reserveMember(billing)], [createSignIn(authentik)], [provisionMailbox(mail), provisionDrive(storage)], [updateSeats(billing)], [activateMember()]],
});

/** With a sign-in from outside and no mailbox. */
export const createExternalMember = ({ authentik, storage, billing }: MemberSystems): WorkflowDefinition<CreateMemberWork> => ({
  name: 'createExternalMember',
  kind: 'CREATE_MEMBER',
  plan: [[reserveMember(billing)], [createSignIn(authentik)], [provisionDrive(storage)], [updateSeats(billing)], [activateMember()]],
});

/** With the sign-in the person has in another tenant. The storage account goes with the sign-in and stays where it was made. */
export const joinMember = ({ authentik, billing }: MemberSystems): WorkflowDefinition<CreateMemberWork> => ({
  name: 'joinMember',
  kind: 'CREATE_MEMBER',
  plan: [[reservePlace(billing)], [admitSignIn(authentik)], [updateSeats(billing)], [activateMember()]],
});
