import { type Markup, markup, table } from './markup';
import { type ExpectedRecords, publishedCount } from './publish-records';
import type { SandboxPageOptions } from './sandbox-page';

const bytes = (amount: bigint | null): string => (amount === null ? 'Not there yet' : `${(Number(amount) / 1e9).toLocaleString('en', { maximumFractionDigits: 3 })} GB`);

/** To the minute, in UTC as the back ends keep it. */
const minute = (time: string | null): string => (time === null ? 'Never' : `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`);

const zoneTables = ({ dns }: SandboxPageOptions): Markup => {
  const zones = dns.zones();
  if (zones.length === 0) return markup`<p class="none">The name server has no zone yet.</p>`;
  return markup`${zones.map(
    ({ name, records }) =>
      markup`<h3>${name}</h3>${table(
        `Records of ${name}`,
        ['Name', 'Type', 'Seconds', 'Data'],
        records.map((record) => [markup`<code>${record.name}</code>`, record.type, record.ttl, markup`<code>${record.data}</code>`]),
        'An empty zone.',
      )}`,
  )}`;
};

const again = markup` class="again"`;
const once = markup``;

const toPublish = (options: SandboxPageOptions, expected: readonly ExpectedRecords[] | null): Markup => {
  if (expected === null) return markup`<p class="attention">The mail subgraph did not say which records it expects. This page asks again in a few seconds.</p>`;
  if (expected.length === 0) return markup`<p class="none">No domain yet. Add one in the portal.</p>`;
  return markup`<ul>${expected.map((domain, at) => {
    const published = publishedCount(options.dns, domain);
    const all = published === domain.records.length;
    const words = all ? 'Publish again' : domain.records.length === 1 ? 'Publish this record' : 'Publish these records';
    return markup`<li><span><strong>${domain.domain}</strong> <span class="${all ? 'right' : 'attention'}">${published} of ${domain.records.length} ${domain.records.length === 1 ? 'record' : 'records'} published</span></span><button type="button" id="publish-${at}"${all ? again : once} data-domain="${domain.domain}" aria-label="${words} for ${domain.domain}">${words}</button></li>`;
  })}</ul>`;
};

const subscriptions = ({ stripe }: SandboxPageOptions): Markup => {
  const customers = stripe.customers();
  return table(
    'Subscriptions',
    ['Customer', 'Status', 'Seats', 'Price', 'Renews'],
    stripe.subscriptions().map((subscription) => {
      const item = subscription.items.data[0];
      const customer = customers.find(({ id }) => id === subscription.customer);
      const price = item?.price.unit_amount;
      return [
        customer?.name ?? subscription.customer,
        subscription.status,
        item?.quantity ?? 0,
        item && price != null ? `${(price / 100).toFixed(2)} ${item.price.currency.toUpperCase()} a seat` : 'None',
        item ? new Date(item.current_period_end * 1000).toISOString().slice(0, 10) : 'Never',
      ];
    }),
    'No subscription yet.',
  );
};

/**
 * What has arrived in each back end.
 * @param expected null when it could not be had
 */
export const renderPage = (options: SandboxPageOptions, expected: readonly ExpectedRecords[] | null): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sandbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="stylesheet" href="/sandbox/page.css">
<script src="/sandbox/page.js" defer></script>
</head>
<body>
<header>
<h1>Sandbox</h1>
<p>What the portal has brought about in the back ends of this machine. They speak the protocols of the real ones and keep their state in the stack's folder. <a href="/">Back to the portal</a></p>
<p id="said" role="status"></p>
</header>
<main>
<section aria-labelledby="publish"><h2 id="publish">Domains</h2><p>At work you publish these records where the domain is registered. Here one button writes them into the name server; then recheck in the portal.</p>${toPublish(options, expected)}</section>
<section aria-labelledby="dns"><h2 id="dns">Name server</h2><p>Answers on <code>${options.dns.address}</code>, over UDP and TCP.</p>${zoneTables(options)}</section>
<section aria-labelledby="accounts"><h2 id="accounts">Sign-in accounts</h2><p>Authentik.</p>${table(
    'Sign-in accounts',
    ['Name', 'User name', 'State', 'Sessions', 'Last sign-in'],
    options.authentik.accounts().map((account) => [account.name, account.username, account.active ? 'Active' : 'Inactive', account.sessions, minute(account.lastLogin)]),
    'No account yet.',
  )}</section>
<section aria-labelledby="mailboxes"><h2 id="mailboxes">Mailboxes</h2><p>Stalwart.</p>${table(
    'Mailboxes',
    ['Name', 'Address', 'State'],
    options.stalwart.mailboxes().map((mailbox) => [mailbox.displayName, mailbox.address, mailbox.frozen ? 'Frozen' : 'Active']),
    'No mailbox yet.',
  )}</section>
<section aria-labelledby="calendars"><h2 id="calendars">Calendars</h2><p>Stalwart.</p>${table(
    'Calendars',
    ['Owner', 'Event', 'Begins', 'Ends'],
    options.stalwart.calendarEvents().map((event) => [event.address, event.title, minute(event.startsAt), minute(event.endsAt)]),
    'No event yet.',
  )}</section>
<section aria-labelledby="drives"><h2 id="drives">Drives</h2><p>OCIS.</p>${table(
    'Drives',
    ['Name', 'User name', 'State', 'Used', 'Quota'],
    options.ocis.drives().map((drive) => [drive.displayName, drive.username, drive.enabled ? 'Enabled' : 'Disabled', bytes(drive.usedBytes), drive.quotaBytes === 0n ? 'Unlimited' : bytes(drive.quotaBytes)]),
    'No drive yet.',
  )}</section>
<section aria-labelledby="stripe"><h2 id="stripe">Subscriptions</h2><p>Stripe.</p>${subscriptions(options)}</section>
</main>
</body>
</html>
`.text;
