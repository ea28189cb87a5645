import { describe, expect, it } from 'vitest';
import { allCases, type HttpCase } from '../src/http/cases.js';
import { ResponseReader } from '../src/http/client/response-reader.js';
import { Target } from '../src/http/client/target.js';
import { cookiesFor, verify } from '../src/http/cookies.js';
import { nodeFrameworkCases } from '../src/http/framework-cases.js';
import { listen } from '../src/http/listen.js';

const others = nodeFrameworkCases.filter(({ server }) => !allCases().some((one) => one.server === server));
const cases = [...allCases().filter(({ server }) => server !== 'repoze'), ...others];

async function withServer(one: HttpCase, use: (url: string) => Promise<void>): Promise<void> {
  const file = new URL(`../src/http/servers/${one.server}.ts`, import.meta.url);
  const { start } = (await import(/* @vite-ignore */ file.href)) as typeof import('../src/http/servers/who.js');
  const server = await start();
  try {
    await use(await listen(server));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe.each(cases)('the server of $id', (one) => {
  it('greets who is signed in, and nobody else', () =>
    withServer(one, async (url) => {
      const cookies = await cookiesFor(one, url);
      const ending = await verify(one, url, cookies);
      const target = new Target({ url, cookies, connections: 2, expected: { status: '200', ending } });
      try {
        expect((await target.load(5000, 20)).requests).toBe(20);
      } finally {
        target.close();
      }
    }));
});

describe('the load', () => {
  const response = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello';
  const read = (...chunks: string[]): boolean[] => {
    const reader = new ResponseReader({ status: '200', ending: 'Hello' });
    return chunks.map((chunk) => reader.read(Buffer.from(chunk)));
  };

  it('puts together what comes in pieces', () => {
    expect(read(response, response.slice(0, 10), response.slice(10, 30), response.slice(30), response)).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
  });

  it.each([
    ['another status', response.replace('200', '500')],
    ['another body', response.replace('Hello', 'Sorry')],
    ['more than one answer', response + response],
    ['no length', response.replace('Content-Length', 'X')],
  ])('does not count %s', (_what, answer) => {
    expect(() => read(answer)).toThrow();
    expect(() => read(response, answer)).toThrow();
  });
});
