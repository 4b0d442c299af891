import { z } from 'zod';

/** What JMAP for calendars says back, read down to what this folder uses. Unknown members are left alone. */

export const setErrorWire = z.object({
  type: z.string(),
  description: z.string().optional(),
  properties: z.array(z.string()).optional(),
});
export type SetErrorWire = z.infer<typeof setErrorWire>;

const setErrors = z.record(z.string(), setErrorWire).default({});

/** Only the members that are not empty are in the answer. */
export const setResponseWire = z.object({
  created: z.record(z.string(), z.object({ id: z.string() })).default({}),
  notCreated: setErrors,
  notDestroyed: setErrors,
});

export const queryResponseWire = z.object({ ids: z.array(z.string()) });

export const calendarsWire = z.object({
  list: z.array(z.object({ id: z.string(), isDefault: z.boolean(), myRights: z.object({ mayReadFreeBusy: z.boolean(), mayWriteAll: z.boolean() }) })),
});

/** UTC, whole seconds; `z.coerce` would take a number or null for a time. */
const utcTime = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .transform((text) => new Date(text));

export const availabilityWire = z.object({ list: z.array(z.object({ utcStart: utcTime, utcEnd: utcTime })) });

export const eventsWire = z.object({ list: z.array(z.object({ id: z.string(), uid: z.string(), title: z.string().default(''), utcStart: utcTime, utcEnd: utcTime })) });
