/** Whether a write was refused because another row has the same unique value (PostgreSQL error 23505). */
export const isUniqueViolation = (error: unknown): boolean => (error as { code?: unknown; driverError?: { code?: unknown } } | null)?.driverError?.code === '23505' || (error as { code?: unknown } | null)?.code === '23505';
