import { z } from 'zod';

/** What JMAP says back, read down to what this folder uses. Unknown members are left alone. */

export const setErrorWire = z.object({
  type: z.string(),
  description: z.string().optional(),
  properties: z.array(z.string()).optional(),
  objectId: z.object({ object: z.string(), id: z.string() }).optional(),
  linkedObjects: z.array(z.object({ object: z.string(), id: z.string() })).optional(),
});
export type SetErrorWire = z.infer<typeof setErrorWire>;

const setErrors = z.record(z.string(), setErrorWire).default({});

/** Only the members that are not empty are in the answer. */
export const setResponseWire = z.object({
  created: z.record(z.string(), z.object({ id: z.string() })).default({}),
  updated: z.record(z.string(), z.unknown()).default({}),
  destroyed: z.array(z.string()).default([]),
  notCreated: setErrors,
  notUpdated: setErrors,
  notDestroyed: setErrors,
});
export type SetResponseWire = z.infer<typeof setResponseWire>;

export const queryResponseWire = z.object({ ids: z.array(z.string()) });

export const getResponseWire = <T extends z.ZodType>(object: T): z.ZodObject<{ list: z.ZodArray<T>; notFound: z.ZodArray<z.ZodString> }> =>
  z.object({ list: z.array(object), notFound: z.array(z.string()) });

export const ownAccountWire = z.object({ accountId: z.string() });

export const identityWire = z.object({ id: z.string(), name: z.string(), email: z.string() });

export const mailFolderWire = z.object({ id: z.string(), role: z.string().nullable() });

export const emailWire = z.object({ id: z.string(), keywords: z.record(z.string(), z.boolean()) });

/** RFC 8621 section 7; by recipient. */
export const submissionWire = z.object({ id: z.string(), deliveryStatus: z.record(z.string(), z.object({ delivered: z.string(), smtpReply: z.string() })).nullable() });

export const domainWire = z.object({ id: z.string(), name: z.string(), description: z.string().nullable() });

export const domainKeysWire = z.object({
  id: z.string(),
  dkimManagement: z.object({ '@type': z.string(), algorithms: z.record(z.string(), z.boolean()).optional() }),
});

export const domainZoneWire = z.object({ id: z.string(), dnsZoneFile: z.string() });

export const accountWire = z.object({
  id: z.string(),
  '@type': z.string(),
  name: z.string(),
  domainId: z.string(),
  emailAddress: z.string(),
  description: z.string().nullable(),
  usedDiskQuota: z.number(),
  quotas: z.object({ maxDiskQuota: z.number().nullable().optional() }),
  permissions: z.object({ '@type': z.string(), disabledPermissions: z.record(z.string(), z.boolean()).optional() }),
});
export type AccountWire = z.infer<typeof accountWire>;

export const credentialsWire = z.object({ id: z.string(), credentials: z.record(z.string(), z.object({ '@type': z.string() })) });

export const addressesWire = z.object({
  id: z.string(),
  name: z.string(),
  domainId: z.string(),
  /** Keyed by position; the keys change whenever the list does. */
  aliases: z.record(z.string(), z.object({ name: z.string(), domainId: z.string(), enabled: z.boolean(), description: z.string().nullable() })),
});
export type AddressesWire = z.infer<typeof addressesWire>;

export const listWire = z.object({ id: z.string(), name: z.string(), domainId: z.string(), description: z.string().nullable(), recipients: z.record(z.string(), z.boolean()) });
export type ListWire = z.infer<typeof listWire>;

export const receptionWire = z.object({ id: z.string(), catchAllAddress: z.string().nullable().optional(), subAddressing: z.object({ '@type': z.string() }) });

export const settingsWire = z.object({ id: z.string(), defaultHostname: z.string(), defaultCertificateId: z.string().nullable() });
export type SettingsWire = z.infer<typeof settingsWire>;

export const certificateWire = z.object({ id: z.string(), certificate: z.object({ value: z.string().optional() }) });
