import type { ExpectedRecord } from './dns-record';
import { doubtful, type Judgement, right, wrong } from './judgement';

const read = (value: string): { priority: number; port: number; target: string } => {
  const [priority = '0', , port = '0', target = ''] = value.trim().split(/\s+/);
  return { priority: Number(priority), port: Number(port), target: target.toLowerCase().replace(/(.)\.$/, '$1') };
};

/** The lowest priority counts (RFC 2782); weights only spread load. A "." says the service is not offered (RFC 6186 section 3.4). */
export function compareSrv(expected: ExpectedRecord, found: readonly string[]): Judgement {
  const { port, target } = read(expected.value);
  const instruction = `an SRV record for ${expected.host} with ${expected.value}`;
  if (found.length === 0) return wrong(`Add ${instruction}, so that mail programs set themselves up.`);
  const published = found.map(read);
  const lowest = Math.min(...published.map(({ priority }) => priority));
  const first = published.filter(({ priority }) => priority === lowest);
  if (first.every((record) => record.target === target && record.port === port)) return right;
  if (first.every((record) => record.target === '.')) return doubtful(`The zone tells mail programs that there is no such service (.:0). Publish ${instruction} instead.`);
  const elsewhere = first.map((record) => `${record.target}:${record.port}`).join(', ');
  return doubtful(`Mail programs are sent to ${elsewhere}. Publish ${instruction} instead.`);
}
