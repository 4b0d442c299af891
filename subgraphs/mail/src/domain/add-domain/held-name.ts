import { Reach } from '@dezky/kit/context/reach';
import type { Rows } from '@dezky/kit/database/rows';
import { Not } from 'typeorm';
import { DomainEntity } from '../domain.entity';

/** Whether another tenant holds the name, having shown that it is theirs. Asked over all tenants; nothing but yes or no comes out of it. */
export const isHeldByOther = (rows: Rows, { tenantId, name }: Pick<DomainEntity, 'tenantId' | 'name'>): Promise<boolean> =>
  rows.in(Reach.everything, (db) => db.existsBy(DomainEntity, { name, claimed: false, tenantId: Not(tenantId) }));
