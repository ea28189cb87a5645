import { startChild } from '../processes/child.js';
import { startRepoze } from './repoze.js';
import type { Answer, Question } from './serve.js';

/** A server that is measured, in a process of its own. */
export interface Peer {
  readonly url: string;
  /** Processor time since its start; `undefined` where only the clock can tell. */
  cpuMicroseconds(): Promise<number | undefined>;
  stop(): Promise<void>;
}

export interface PeerOptions {
  readonly slower?: number | undefined;
  /** Leave it to the system where it runs. @default a core of its own */
  readonly anyCore?: boolean | undefined;
}

export async function startPeer(server: string, { slower = 0, anyCore = false }: PeerOptions = {}): Promise<Peer> {
  if (server === 'repoze') return startRepoze();
  const child = startChild<Question, Answer>('http/serve.js', {
    args: [server],
    core: anyCore ? undefined : 'server',
    env: slower > 0 ? { BENCH_SLOWER: String(slower) } : {},
  });
  try {
    const { url } = await child.ask({});
    return {
      url,
      cpuMicroseconds: async () => (await child.ask({})).cpuMicroseconds,
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
