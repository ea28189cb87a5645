import type { contents } from '../in-process/formats.js';
import { countBytes, formatTimes, promisesOf, type Sample, timeJobs } from '../in-process/measure.js';
import type { Figure } from '../report/figure.js';
import { ratios, type Spread, spreadOf } from '../statistics.js';
import { type RunOptions, roundsOf, type SectionRunner } from './section.js';

/** The engine's jobs first; then the same with Connect, its requests and its responses. */
export const jobs: Readonly<Record<string, string>> = {
  harness: 'making the request (taken off all others)',
  hmac: 'bare loop: cookie, one HMAC by cookie-signature',
  seen: 'ticket seen before',
  new: `ticket new each time (another one for each request)`,
  'new-who1': 'ticket of who1, new each time',
  metadata: 'ticket seen before, metadata in memory',
  'five-plugins': 'five plugins for each role, metadata in memory',
  sso: 'header-sso, CAS, ticket seen before, Basic',
  anonymous: 'anonymous request',
  connect: 'bare Connect, without a socket',
  'connect-seen': 'Connect and @who, ticket seen before',
  'connect-anonymous': 'Connect and @who, anonymous',
};

export const inProcess: SectionRunner = {
  name: 'in-process',
  async run(options) {
    const names = Object.keys(jobs);
    const times = await timeJobs(names, { rounds: roundsOf(100, options), sampleMs: 20 });
    const bytes = await countBytes(names, 5);
    return {
      name: this.name,
      title: 'In process: one request from classify to remember',
      notes: [
        'µs: processor time of all threads of the process, less what making the request costs (with Connect, that is a part of it).',
      ],
      figures: [
        ...names.map(
          (name): Figure => ({
            id: `in-process/${name}`,
            label: jobs[name] ?? name,
            values: {
              µs: spreadOf(netOf(name, times)),
              bytes: spreadOf(allocatedBy(name, bytes)),
              ...ratioValues(name, times),
            },
          }),
        ),
        ...(await formatFigures('usual', options)),
        ...(await formatFigures('shortest', options)),
        {
          id: 'promises/sync',
          label: 'promises of 1,000 requests, all plugins synchronous',
          values: { promises: spreadOf([await promisesOf('five-plugins')]) },
        },
      ],
    };
  },
};

/** A ticket made and verified once, without a request. */
async function formatFigures(content: keyof typeof contents, options: RunOptions): Promise<readonly Figure[]> {
  const times = await formatTimes({ content, rounds: roundsOf(100, options) });
  const label = (format: string): string => `a ${content} ticket, made and verified: ${format}`;
  return [
    { id: `tickets/auth_tkt-${content}`, label: label('auth_tkt'), values: { µs: spreadOf(times.auth_tkt) } },
    {
      id: `tickets/who1-${content}`,
      label: label('who1'),
      values: { µs: spreadOf(times.who1), '× auth_tkt': spreadOf(ratios(times.who1, times.auth_tkt)) },
    },
  ];
}

/** What a job is compared with: itself for those that others are compared with; nothing for the harness. */
export function baseOf(name: string): 'hmac' | 'connect' | undefined {
  if (name === 'harness') return undefined;
  return name.startsWith('connect') ? 'connect' : 'hmac';
}

/** Without the harness, which is a case of each round, too. With Connect, requests are a part of what is measured. */
export function netOf(name: string, times: ReadonlyMap<string, readonly Sample[]>): readonly number[] {
  const harness = spreadOf((times.get('harness') ?? []).map((one) => one.cpuMicroseconds)).median;
  return (times.get(name) ?? []).map((one) => one.cpuMicroseconds - (baseOf(name) === 'hmac' ? harness : 0));
}

function allocatedBy(name: string, bytes: ReadonlyMap<string, readonly number[]>): readonly number[] {
  const harness = spreadOf(bytes.get('harness') ?? []).median;
  return (bytes.get(name) ?? []).map((one) => one - (baseOf(name) === 'hmac' ? harness : 0));
}

function ratioValues(name: string, times: ReadonlyMap<string, readonly Sample[]>): Record<string, Spread> {
  const base = baseOf(name);
  if (base === undefined) return {};
  const unit = base === 'hmac' ? '× bare HMAC' : 'CPU × Connect';
  return { [unit]: spreadOf(ratios(netOf(name, times), netOf(base, times))) };
}
