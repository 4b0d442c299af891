import Stripe from 'stripe';
import { BackEnd, BackEndError, type BackEndFault } from '@dezky/kit/http/back-end-error';

/**
 * Everything Stripe's library throws, as a `BackEndError`. Its classes follow the HTTP
 * status; what never got an answer carries the error of our own fetch inside.
 */
export function fromStripe(error: unknown): BackEndError {
  if (error instanceof BackEndError) return error;
  if (!(error instanceof Stripe.errors.StripeError)) return new BackEndError(BackEnd.STRIPE, 'BROKEN', 'Stripe gave an answer that cannot be read.', { cause: error });
  const inner = (error as { detail?: unknown }).detail;
  if (inner instanceof BackEndError) return inner;
  const details = {
    ...(error.statusCode === undefined ? {} : { status: error.statusCode }),
    ...(error.code === undefined ? {} : { code: error.code }),
    ...retryAfter(error),
    cause: error,
  };
  return new BackEndError(BackEnd.STRIPE, faultOf(error), `Stripe refused the call: ${error.message}`, details);
}

function faultOf(error: InstanceType<typeof Stripe.errors.StripeError>): BackEndFault {
  if (error instanceof Stripe.errors.StripeConnectionError) return 'UNREACHABLE';
  if (error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripePermissionError) return 'UNAUTHORIZED';
  if (error instanceof Stripe.errors.StripeRateLimitError || error.statusCode === 409) return 'BUSY';
  if (error.code === 'resource_missing') return 'NOT_FOUND';
  if (error instanceof Stripe.errors.StripeIdempotencyError || error.code === 'resource_already_exists') return 'CONFLICT';
  // Without a status the body was no JSON.
  return error.statusCode === undefined || error.statusCode >= 500 ? 'BROKEN' : 'REFUSED';
}

function retryAfter(error: InstanceType<typeof Stripe.errors.StripeError>): { retryAfterSeconds?: number } {
  const seconds = Number(error.headers?.['retry-after']);
  return Number.isInteger(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {};
}
