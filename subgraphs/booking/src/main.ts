import 'reflect-metadata';
import { runSubgraph } from '@dezky/kit/server/subgraph-process';
import { readBookingConfig } from './config';
import { createBookingSubgraph } from './booking-subgraph';

runSubgraph('booking', () => {
  const config = readBookingConfig(process.env);
  return { databaseUrl: config.BOOKING_DATABASE_URL, create: (parts) => createBookingSubgraph({ ...parts, config }) };
});
