import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The platform's own sign-in to a back end. It belongs to no tenant. */
@Entity('credentials')
export class CredentialEntity {
  @PrimaryColumn('text')
  name: string;

  @Column('bytea', { name: 'refresh_token' })
  refreshToken: Buffer;

  @Column('text', { name: 'begun_from' })
  begunFrom: string;

  @Column('timestamptz', { name: 'saved_at' })
  savedAt: Date;
}
