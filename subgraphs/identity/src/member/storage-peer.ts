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

  suspendDrive = (memberId: string, scope: Scope): Promise<void> => this.change('suspendDrive', memberId, scope);
  resumeDrive = (memberId: string, scope: Scope): Promise<void> => this.change('resumeDrive', memberId, scope);
  removeDrive = (memberId: string, scope: Scope): Promise<void> => this.change('removeDrive', memberId, scope);

  private async change(field: string, memberId: string, scope: Scope): Promise<void> {
    await this.peers.ask('storage', `mutation Change($memberId: ID!) { ${field}(memberId: $memberId) }`, { memberId }, scope);
  }
}
