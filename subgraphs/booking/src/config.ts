import { type Environment, readEnvironment, shape, variable } from '@dezky/kit/config/environment';

export const bookingVariables = {
  BOOKING_DATABASE_URL: variable('PostgreSQL as role booking_app, which cannot bypass row-level security.', shape.url, { secret: true }),
  BOOKING_URL: variable('Under which visitors reach booking pages.', shape.url, { local: 'http://localhost:4000/book' }),
  STALWART_URL: variable('Where Stalwart’s JMAP interface is; calendars lie beside the mail.', shape.url),
  STALWART_AUTHORIZATION: variable('The Authorization header for Stalwart: "Bearer API_…" of a service account with the Admin role.', shape.text, { secret: true }),
};

export type BookingConfig = Environment<typeof bookingVariables>;

export const readBookingConfig = (environment: NodeJS.ProcessEnv): BookingConfig => readEnvironment(bookingVariables, environment);
