import type { LoadResult } from '../http/client/target.js';
import type { Question } from '../http/load.js';
import { startPeer } from '../http/peer.js';
import { type Case, interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import { ticketCookies } from '../tickets.js';

export const SCHEMES = ['bcrypt5', 'bcrypt10', 'bcrypt12', 'apr1', 'sha1'] as const;

export interface PasswordSample {
  readonly passwordsPerSecond: number;
  /** Of other people's requests meanwhile. */
  readonly othersP99Ms: number;
}

/** Each signs in somebody else at any time: a check that runs is shared by all who ask for the same. */
const CONNECTIONS = 8;
/** Nobody logs in: what the other requests take by themselves. */
export const NOBODY = 'nobody';

/** People log in on eight connections while others, who are signed in, ask now and then on four. */
export function measurePasswords(
  rounds: number,
  sampleMs: number,
): Promise<ReadonlyMap<string, readonly PasswordSample[]>> {
  return withAll(async (keep) => {
    const load = keep(startChild<Question, readonly LoadResult[]>('http/load.js', { core: 'load' }));
    const { url } = keep(await startPeer('login', { anyCore: true }));
    const others = { url, cookies: ticketCookies(1), connections: 4, pauseMs: 2 };
    await load.ask({
      do: 'prepare',
      id: NOBODY,
      target: { ...others, expected: { status: '200', ending: 'Hello alice' } },
    });
    for (const scheme of SCHEMES) {
      const paths = Array.from({ length: CONNECTIONS }, (_, user) => `/login?${scheme}-${user}`);
      const target = { url, paths, cookies: [''], connections: CONNECTIONS };
      await load.ask({
        do: 'prepare',
        id: scheme,
        target: { ...target, expected: { status: '200', ending: `Hello ${scheme}` } },
      });
    }
    const sample = async (id: string, milliseconds: number): Promise<PasswordSample> => {
      const ids = id === NOBODY ? [NOBODY] : [NOBODY, id];
      const [probe, logins] = await load.ask({ do: 'load', ids, milliseconds });
      return {
        passwordsPerSecond: logins ? logins.requests / logins.seconds : 0,
        othersP99Ms: probe?.p99Ms ?? Number.NaN,
      };
    };
    const cases: Case<PasswordSample>[] = [];
    for (const id of [NOBODY, ...SCHEMES]) {
      await sample(id, sampleMs / 4);
      cases.push({ id, sample: () => sample(id, sampleMs) });
    }
    return interleave(cases, rounds);
  });
}
