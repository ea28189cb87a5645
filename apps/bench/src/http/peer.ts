import { startChild } from '../processes/child.js';
import { startRepoze } from './repoze.js';
import type { Answer, Question } from './serve.js';

/** A server that is measured, in a process of its own. */
export interface Peer {
  readonly url: string;
  /** Processor time since its start; `undefined` where only the clock can tell. */
  cpuMicroseconds(): Promise<number | undefined>;
  /** Makes every request from now on cost so much more. Only of peers that were started for it. */
  burn?(microseconds: number): Promise<void>;
  stop(): Promise<void>;
}

export interface PeerOptions {
  /** Whether it can be made slower. */
  readonly canBurn?: boolean | undefined;
  /** Another server whose modules are loaded, too. */
  readonly beside?: string | undefined;
  /** What runs it. @default this Node */
  readonly program?: string | undefined;
  /** Leave it to the system where it runs. @default a core of its own */
  readonly anyCore?: boolean | undefined;
}

export async function startPeer(
  server: string,
  { canBurn = false, beside, program, anyCore = false }: PeerOptions = {},
): Promise<Peer> {
  if (server === 'repoze') return startRepoze();
  const child = startChild<Question, Answer>('http/serve.js', {
    args: beside === undefined ? [server] : [server, beside],
    program,
    core: anyCore ? undefined : 'server',
    env: canBurn ? { BENCH_SLOWER: 'yes' } : {},
  });
  try {
    const { url } = await child.ask({});
    return {
      url,
      cpuMicroseconds: async () => (await child.ask({})).cpuMicroseconds,
      async burn(burnMicroseconds) {
        await child.ask({ burnMicroseconds });
      },
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
