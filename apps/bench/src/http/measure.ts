import { type Case, interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { HttpCase } from './cases.js';
import type { LoadResult } from './client/target.js';
import { cookiesFor, verify } from './cookies.js';
import type { Question } from './load.js';
import { type Peer, startPeer } from './peer.js';

export interface HttpSample extends LoadResult {
  /** Processor time of the server, all threads together, for one request. */
  readonly cpuMicroseconds: number | undefined;
}

export interface HttpOptions {
  readonly rounds: number;
  readonly sampleMs: number;
  readonly warmUpMs: number;
  readonly connections: number;
  /** For the alarm's own test: slows down the servers with @who. */
  readonly slower?: number | undefined;
}

/** Not counted: a server that has waited while others were warmed up may need half a second to be itself again. */
const SETTLING_ROUNDS = 5;

/** Loads servers in turn, each in a process of its own, from one more process. */
export function measureServers(
  cases: readonly HttpCase[],
  { rounds, sampleMs, warmUpMs, connections, slower = 0 }: HttpOptions,
): Promise<ReadonlyMap<string, readonly HttpSample[]>> {
  return withAll(async (keep) => {
    const load = keep(startChild<Question, readonly LoadResult[]>('http/load.js', { core: 'load' }));
    const prepared: Case<HttpSample>[] = [];
    for (const one of cases) {
      const isSlowed = slower > 0 && one.server.startsWith('who');
      const peer = keep(await startPeer(one.server, { canBurn: isSlowed, beside: one.beside, program: one.program }));
      const cookies = await cookiesFor(one, peer.url);
      const ending = await verify(one, peer.url, cookies);
      const target = { url: peer.url, cookies, connections, expected: { status: '200', ending } };
      await load.ask({ do: 'prepare', id: one.id, target });
      const sample = (milliseconds: number): Promise<HttpSample> =>
        sampleOf(peer, async () => (await load.ask({ do: 'load', ids: [one.id], milliseconds }))[0] as LoadResult);
      await sample(warmUpMs);
      if (isSlowed) await peer.burn?.(slower * ((await sample(warmUpMs)).cpuMicroseconds ?? 0));
      prepared.push({ id: one.id, sample: () => sample(sampleMs) });
    }
    await interleave(prepared, SETTLING_ROUNDS);
    return interleave(prepared, rounds);
  });
}

async function sampleOf(peer: Peer, load: () => Promise<LoadResult>): Promise<HttpSample> {
  const before = await peer.cpuMicroseconds();
  const result = await load();
  const after = await peer.cpuMicroseconds();
  const cpuMicroseconds = before === undefined || after === undefined ? undefined : (after - before) / result.requests;
  return { ...result, cpuMicroseconds };
}
