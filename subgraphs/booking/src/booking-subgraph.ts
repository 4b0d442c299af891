import { AuditDelivery, AuditOutboxEntity } from '@dezky/kit/audit/audit-outbox';
import type { ActorVerifier } from '@dezky/kit/context/actor-token';
import { openDatabase } from '@dezky/kit/database/data-source';
import { Rows } from '@dezky/kit/database/rows';
import { Sealer } from '@dezky/kit/database/sealed';
import { buildSubgraph } from '@dezky/kit/federation/build-subgraph';
import type { Logger } from '@dezky/kit/log/logger';
import type { Peers } from '@dezky/kit/peer/peers';
import { type Subgraph, serveSubgraph } from '@dezky/kit/server/subgraph';
import { type Patience, type StepObserver, patience as defaultPatience } from '@dezky/kit/workflow/run-workflow';
import type { AnyWorkflow } from '@dezky/kit/workflow/step';
import { WorkflowJournal } from '@dezky/kit/workflow/workflow-journal';
import { WorkflowEntity, WorkflowStepEntity } from '@dezky/kit/workflow/workflow.entity';
import { bookingTrail } from './booking/booking-trail';
import { BookSlotResolver } from './booking/book-slot/book-slot.resolver';
import { bookSlot } from './booking/book-slot/book-slot.workflow';
import { BookingEntity } from './booking/booking.entity';
import { BookingResolver, TenantBookingsResolver } from './booking/booking.resolver';
import { BookingPageEntity } from './booking-page/booking-page.entity';
import { BookingPageResolver } from './booking-page/booking-page.resolver';
import { MemberReference, TenantReference } from './booking-page/booking-page.type';
import { OpenBookingPageResolver } from './booking-page/open-booking-page/open-booking-page.resolver';
import { PublicBookingPageResolver } from './booking-page/public-booking-page/public-booking-page.resolver';
import { createCalendarClient } from './calendar/calendar-client';
import type { BookingConfig } from './config';
import { IdentityPeer } from './host/identity-peer';
import { MailPeer } from './host/mail-peer';
import { Agenda } from './slot/agenda';
import { ResumeWorkflowResolver } from './workflow/resume-workflow.resolver';

export interface BookingParts {
  readonly config: BookingConfig;
  /** 32 bytes in base64; seals secrets of workflows and what is kept under idempotency keys. */
  readonly encryptionKey: string;
  readonly verifier: ActorVerifier;
  readonly peers: Peers;
  readonly log: Logger;
  readonly patience?: Patience;
  readonly observe?: StepObserver;
}

export const bookingEntities = [BookingPageEntity, BookingEntity, AuditOutboxEntity, WorkflowEntity, WorkflowStepEntity];

/** Builds the booking subgraph: everything in it is made once, here. */
export async function createBookingSubgraph(parts: BookingParts): Promise<Subgraph> {
  const { config, verifier, peers, log, patience = defaultPatience, observe = () => undefined } = parts;
  const dataSource = await openDatabase({ url: config.BOOKING_DATABASE_URL, schema: 'booking', entities: bookingEntities, log, poolSize: 4 });
  const rows = new Rows(dataSource);
  const calendar = createCalendarClient({ url: config.STALWART_URL, authorization: config.STALWART_AUTHORIZATION });
  const mail = new MailPeer(peers);
  const agenda = new Agenda(mail, calendar);
  const booking = bookSlot(mail, calendar);
  const definitions = [booking] as unknown as AnyWorkflow[];
  const journal = new WorkflowJournal(new Sealer(parts.encryptionKey), definitions);
  const built = await buildSubgraph({
    resolvers: [
      new BookingPageResolver(config.BOOKING_URL),
      new OpenBookingPageResolver(),
      new PublicBookingPageResolver(agenda, new IdentityPeer(peers)),
      new TenantBookingsResolver(),
      new BookingResolver(config.BOOKING_URL),
      new BookSlotResolver(agenda, journal, booking),
      new ResumeWorkflowResolver(journal),
    ],
    entities: [TenantReference, MemberReference],
  });
  return serveSubgraph({
    name: 'booking',
    built,
    rows,
    dataSource,
    verifier,
    log,
    encryptionKey: parts.encryptionKey,
    workflows: { subgraph: 'booking', definitions, runtime: { rows, journal, log, patience, observe, trail: bookingTrail } },
    ping: () => calendar.ping(),
    background: [new AuditDelivery(rows, peers, log)],
    close: () => calendar.close(),
  });
}
