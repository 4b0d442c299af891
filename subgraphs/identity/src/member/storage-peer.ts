import type { Peers } from '@dezky/kit/peer/peers';

interface Scope {
  readonly tenantId: string;
  readonly requestId: string;
}

/** What identity asks of the storage subgraph. */
export class StoragePeer {
  constructor(private readonly peers: Peers) {}

  async provisionDrive(input: { memberId: string; username: string; displayName: string }, scope: Scope): Promise<void> {
    const query = `mutation ProvisionDrive($input: ProvisionDriveInput!) { provisionDrive(input: $input) { id state } }`;
    await this.peers.ask('storage', query, { input: { tenantId: scope.tenantId, ...input } }, scope);
  }

  /** The storage account as the server has it now; null when there is none. */
  async driveState(memberId: string, scope: Scope): Promise<'ACTIVE' | 'FROZEN' | null> {
    const query = `query DriveState($memberId: ID!) { driveState(memberId: $memberId) }`;
    return (await this.peers.ask<{ driveState: 'ACTIVE' | 'FROZEN' | null }>('storage', query, { memberId }, scope)).driveState;
  }

  /** Ties the storage account to another sign-in name; without one nothing happens. */
  async renameDrive(memberId: string, username: string, scope: Scope): Promise<void> {
    const query = `mutation RenameDrive($memberId: ID!, $username: String!) { renameDrive(memberId: $memberId, username: $username) }`;
    await this.peers.ask('storage', query, { memberId, username }, scope);
  }

  /** The name the storage account is tied to as the server has it now; null when there is none. */
  async driveUsername(memberId: string, scope: Scope): Promise<string | null> {
    const query = `query DriveUsername($memberId: ID!) { driveUsername(memberId: $memberId) }`;
    return (await this.peers.ask<{ driveUsername: string | null }>('storage', query, { memberId }, scope)).driveUsername;
  }

  suspendDrive = (memberId: string, scope: Scope): Promise<void> => this.change('suspendDrive', memberId, scope);
  resumeDrive = (memberId: string, scope: Scope): Promise<void> => this.change('resumeDrive', memberId, scope);
  removeDrive = (memberId: string, scope: Scope): Promise<void> => this.change('removeDrive', memberId, scope);

  private async change(field: string, memberId: string, scope: Scope): Promise<void> {
    await this.peers.ask('storage', `mutation Change($memberId: ID!) { ${field}(memberId: $memberId) }`, { memberId }, scope);
  }
}
