import { v7 } from 'uuid';

/** A new opaque id (RFC 9562 version 7): rows made later sort later, so that indexes grow at their end. */
export const newId = (): string => v7();
