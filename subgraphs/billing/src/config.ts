import { type Environment, readEnvironment, shape, variable } from '@dezky/kit/config/environment';

export const billingVariables = {
  BILLING_DATABASE_URL: variable('PostgreSQL as role billing_app, which cannot bypass row-level security.', shape.url, { secret: true }),
  STRIPE_URL: variable('Where Stripe’s API is.', shape.url, { local: 'https://api.stripe.com' }),
  STRIPE_KEY: variable('Secret key of the Stripe account.', shape.text, { secret: true }),
};

export type BillingConfig = Environment<typeof billingVariables>;

export const readBillingConfig = (environment: NodeJS.ProcessEnv): BillingConfig => readEnvironment(billingVariables, environment);
