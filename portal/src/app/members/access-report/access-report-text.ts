import { outcomeLook, systemName, wayName } from './access-words';
import type { AccessReportPartsFragment } from './access-report.generated';

const verbs = { SUSPENDED: 'Suspended', REMOVED: 'Removed' } as const;

/** The report as a file that is read without us: what was asked when, which system said what and when. All times in UTC. */
export function accessReportText({ memberName, address, reason, startedAt, finishedAt, proven, attempts, id }: AccessReportPartsFragment): string {
  const facts = [
    ['Person', `${memberName} <${address}>`],
    ['Change', verbs[reason]],
    ['Asked for', utc(startedAt)],
    ['Last attempt', utc(finishedAt)],
    ['Result', proven ? 'No way in that can be tried is open.' : 'Not proven: at least one way in is open, or gave no answer.'],
    ['Report', id],
  ] as const;
  const lines = attempts.flatMap(({ way, system, outcome, detail, at }) => ['', `${utc(at)}  ${systemName[system]}`, `  ${wayName[way]}: ${outcomeLook[outcome].words.toUpperCase()}`, `  ${detail}`]);
  return ['Access report', '', ...facts.map(([name, value]) => `${`${name}:`.padEnd(14)}${value}`), '', 'Each way in, when it was tried, which system was asked, and what it said. Times are in UTC.', ...lines, ''].join('\n');
}

/** The name of that file. */
export const accessReportFileName = ({ address, startedAt }: Pick<AccessReportPartsFragment, 'address' | 'startedAt'>): string => `access-report-${address.replace(/[^a-z0-9.@-]/gi, '_')}-${utc(startedAt).slice(0, 10)}.txt`;

const utc = (at: string): string => new Date(at).toISOString();
