/** Whether a write was refused because another row stands in its way by an exclusion constraint (PostgreSQL error 23P01). */
export const isExclusionViolation = (error: unknown): boolean => [error, (error as { driverError?: unknown } | null)?.driverError].some((one) => (one as { code?: unknown } | null | undefined)?.code === '23P01');
