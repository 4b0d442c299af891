import { CreateMail1763856000002 } from './0001-create-mail';

/** In the order in which they run. */
export const migrations = [CreateMail1763856000002];
