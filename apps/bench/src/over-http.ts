import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { type Spread, spreadOf } from './statistics.js';

const ROUNDS = 7;
const SECONDS = 3;

export interface OverHttp {
  readonly bareConnect: Spread;
  readonly demo: Spread;
  /** The demo's throughput as a part of bare Connect's, round by round. */
  readonly ratio: Spread;
}

/** Requests per second of the demo's /whoami, signed in, and of bare Connect, in turn. */
export async function measureOverHttp(): Promise<OverHttp> {
  const bare = await startServer(fileURLToPath(new URL('./bare-connect.js', import.meta.url)), {});
  const demo = await startServer(fileURLToPath(new URL('../../demo/dist/main.js', import.meta.url)), {
    PORT: '0',
    CAS_PORT: '0',
    AUTH_TKT_SECRET: 'a secret of the benchmark, 32 bytes at least',
  });
  try {
    const cookie = await signIn(demo.url);
    const figures: { bare: number; demo: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      figures.push({ bare: await load(bare.url, cookie), demo: await load(demo.url, cookie) });
    }
    const counted = figures.slice(1);
    return {
      bareConnect: spreadOf(counted.map((round) => round.bare)),
      demo: spreadOf(counted.map((round) => round.demo)),
      ratio: spreadOf(counted.map((round) => round.demo / round.bare)),
    };
  } finally {
    bare.child.kill();
    demo.child.kill();
  }
}

async function startServer(file: string, env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    output += chunk;
    const [, url] = /It listens on (\S+)/.exec(output) ?? [];
    if (url !== undefined) {
      child.stdout.resume();
      return { child, url };
    }
  }
  throw new Error(`${file} ended before it answered.`);
}

async function signIn(url: string): Promise<string> {
  const body = new URLSearchParams({ login: 'alice', password: 'wonderland' });
  const response = await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' });
  const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const whoami = (await (await fetch(`${url}/whoami`, { headers: { cookie } })).json()) as { remoteUser: unknown };
  if (whoami.remoteUser !== 'alice') throw new Error('The demo does not sign in.');
  return cookie;
}

async function load(url: string, cookie: string): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({
    url: `${url}/whoami`,
    connections: 20,
    duration: SECONDS,
    headers: { cookie },
  });
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests to ${url} failed.`);
  return requests.average;
}
