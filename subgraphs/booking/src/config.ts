import { type Environment, readEnvironment, shape, variable } from '@dezky/kit/config/environment';

export const bookingVariables = {
  BOOKING_DATABASE_URL: variable('PostgreSQL as role booking_app, which cannot bypass row-level security.', shape.url, { secret: true }),
  BOOKING_URL: variable('Under which visitors reach booking pages.', shape.url, { local: 'http://localhost:4000/book' }),
};

export type BookingConfig = Environment<typeof bookingVariables>;

export const readBookingConfig = (environment: NodeJS.ProcessEnv): BookingConfig => readEnvironment(bookingVariables, environment);
