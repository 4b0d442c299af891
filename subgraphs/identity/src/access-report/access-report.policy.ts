import { policy } from '@dezky/kit/context/policy';

export const accessReportPolicy = policy('accessReport', {
  /** Not the member it is about: it tells what is watched. */
  read: { admin: true, partner: 'members:read', operator: true },
});
