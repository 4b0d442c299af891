import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person who can sign in; a member's place in a tenant is another row. */
@Entity('users')
export class UserEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  email: string;

  @Column('text', { name: 'display_name' })
  displayName: string;

  /** The `sub` claim; null until the sign-in was created. */
  @Column('text', { nullable: true })
  subject: string | null;

  @Column('int', { name: 'authentik_pk', nullable: true })
  authentikPk: number | null;

  @Column('boolean', { name: 'password_change_required' })
  passwordChangeRequired: boolean;

  /** Sessions and tokens from before are refused. */
  @Column('timestamptz', { name: 'sessions_ended_at', nullable: true })
  sessionsEndedAt: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
