import { type Environment, readEnvironment, shape, variable } from '@dezky/kit/config/environment';

export const mailVariables = {
  MAIL_DATABASE_URL: variable('PostgreSQL as role mail_app, which cannot bypass row-level security.', shape.url, { secret: true }),
  STALWART_URL: variable('Where Stalwart’s JMAP interface is.', shape.url),
  STALWART_AUTHORIZATION: variable('The Authorization header for Stalwart: "Bearer API_…" of a service account with the Admin role.', shape.text, { secret: true }),
  STALWART_IMAP_URL: variable('Where mail programs read: imaps://<host>, or imap:// without TLS. The leaver’s proof tries to log in there.', shape.url),
  STALWART_SMTP_URL: variable('Where mail programs send: smtps://<host>, or smtp:// without TLS.', shape.url),
  STALWART_MASTER_USER: variable('Address of an account at Stalwart with the Admin role that may log in as others (<address>%<this one>), for the leaver’s proof.', shape.text),
  STALWART_MASTER_PASSWORD: variable('Its password; an API key or an app password does not do.', shape.text, { secret: true }),
  STALWART_PROVISIONING_ENABLED: variable('Whether domains are created and removed at Stalwart, and its host name, certificate and allowed addresses set. With false nobody can add or remove a domain, and the records to publish stay as they were last read.', shape.flag, { local: 'true' }),
  STALWART_ALLOWED_ADDRESSES: variable('Addresses or networks under which Stalwart sees the platform, separated by commas. It never bans them for wrong passwords that users sent by way of it.', shape.list, { local: '' }),
  STALWART_CERTIFICATE: variable('The certificate of MAIL_HOST, with its chain, as PEM or as the path of a PEM file; Stalwart is given it as its default one. Without it and its key Stalwart keeps what it has.', shape.maybe, { local: '' }),
  STALWART_CERTIFICATE_KEY: variable('The key of that certificate, without a passphrase, as PEM or as the path of a PEM file.', shape.maybe, { local: '', secret: true }),
  MAIL_HOST: variable('The mail server’s name in MX and SRV records and its greeting, which mail programs connect to.', shape.text, { local: 'mail.dezky.test' }),
  PORTAL_URL: variable('Where the portal is, as browsers reach it.', shape.url),
  PLATFORM_TENANT_DOMAIN: variable('The platform’s own domain; no tenant may add it or a name below it.', shape.text, { local: 'dezky.test' }),
  DNS_AUTHORITY_PORT: variable('Where the domains’ own name servers are asked. On 53 at public addresses alone; another port is for tests, and takes any address.', shape.port, { local: '53' }),
  APPLE_PROFILE_CERTIFICATE: variable('Signs the profiles for Apple’s devices, which show them as verified then: a certificate with its chain, as PEM or as the path of a PEM file. Without it and its key they go out unsigned.', shape.maybe, { local: '' }),
  APPLE_PROFILE_KEY: variable('The key of that certificate, RSA or EC without a passphrase, as PEM or as the path of a PEM file.', shape.maybe, { local: '', secret: true }),
  DNS_RESOLVERS: variable('The resolvers that domains are verified with, as address[:port], separated by commas.', shape.list, { local: '1.1.1.1,8.8.8.8' }),
};

export type MailConfig = Environment<typeof mailVariables>;

export const readMailConfig = (environment: NodeJS.ProcessEnv): MailConfig => readEnvironment(mailVariables, environment);
