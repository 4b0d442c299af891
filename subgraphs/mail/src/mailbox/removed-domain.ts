/** Whether the database refused an address because the removal of its domain had begun a moment before. */
export const isOnRemovedDomain = (error: unknown): boolean => (error as { driverError?: { constraint?: string } } | null)?.driverError?.constraint === 'no_address_on_removed_domain';
