import { AuditDelivery, AuditOutboxEntity } from '@dezky/kit/audit/audit-outbox';
import type { ActorVerifier } from '@dezky/kit/context/actor-token';
import { openDatabase } from '@dezky/kit/database/data-source';
import { Rows } from '@dezky/kit/database/rows';
import { buildSubgraph } from '@dezky/kit/federation/build-subgraph';
import type { Logger } from '@dezky/kit/log/logger';
import type { Peers } from '@dezky/kit/peer/peers';
import { type Subgraph, serveSubgraph } from '@dezky/kit/server/subgraph';
import { BookingEntity } from './booking/booking.entity';
import { BookingPageEntity } from './booking-page/booking-page.entity';
import { BookingPageResolver } from './booking-page/booking-page.resolver';
import { MemberReference, TenantReference } from './booking-page/booking-page.type';
import { OpenBookingPageResolver } from './booking-page/open-booking-page/open-booking-page.resolver';
import type { BookingConfig } from './config';

export interface BookingParts {
  readonly config: BookingConfig;
  readonly verifier: ActorVerifier;
  readonly peers: Peers;
  readonly log: Logger;
}

export const bookingEntities = [BookingPageEntity, BookingEntity, AuditOutboxEntity];

/** Builds the booking subgraph: everything in it is made once, here. */
export async function createBookingSubgraph({ config, verifier, peers, log }: BookingParts): Promise<Subgraph> {
  const dataSource = await openDatabase({ url: config.BOOKING_DATABASE_URL, schema: 'booking', entities: bookingEntities, log, poolSize: 4 });
  const rows = new Rows(dataSource);
  const built = await buildSubgraph({
    resolvers: [new BookingPageResolver(config.BOOKING_URL), new OpenBookingPageResolver()],
    entities: [TenantReference, MemberReference],
  });
  return serveSubgraph({ name: 'booking', built, rows, dataSource, verifier, log, background: [new AuditDelivery(rows, peers, log)] });
}
