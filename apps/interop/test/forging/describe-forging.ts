import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoProcess } from '../../../demo/test/demo-process.js';
import { cookiesIn, type RawRequest, sendRaw } from '../raw-http.js';
import { type Attempt, EVIL, FORGED, type Sender } from './attempt.js';
import { attributes, doubtful, shapes, spellings } from './headers.js';
import { lookalikes, unprotected } from './paths.js';
import { hopByHop, injected, methods, origins, smuggled } from './requests.js';

/** A demo behind a front end, and a student who has signed in at the front end. */
export interface Scene {
  readonly front: URL;
  /** Where the demo itself listens: on 127.0.0.1, which it trusts. */
  readonly behind: URL;
  readonly demo: DemoProcess;
  /** What the student is called; `undefined` when the front end does not say. */
  readonly student: string | undefined;
  /** A header line that lets the front end know the student. */
  readonly studentHeader: string;
  stop(): Promise<void>;
}

const attempts: Readonly<Record<string, readonly Attempt[]>> = {
  'other names': spellings,
  'odd lines': shapes,
  'doubtful headers': doubtful,
  'more attributes': attributes,
  'unprotected paths': unprotected,
  'odd paths': lookalikes,
  'odd requests': methods,
  'headers of one connection': hopByHop,
  'other origins': origins,
  'requests in requests': smuggled,
  'injected lines': injected,
};

/** Tries everything, by these senders, in a `describe` of its own. */
export function describeForging(start: () => Promise<Scene>, senders: readonly Sender[]): void {
  let scene: Scene;
  beforeAll(async () => {
    scene = await start();
  });
  afterAll(() => scene?.stop());

  function request(attempt: Omit<Attempt, 'name' | 'from'>, sender: Sender): RawRequest {
    const { method = 'GET', target = '/login/sso', version = '1.1', headers, body = '' } = attempt;
    const to = sender === 'a visitor' || sender === 'a student' ? scene.front : scene.behind;
    const lines = [
      `${method} ${target} HTTP/${version}`,
      `Host: ${to.host}`,
      ...(sender === 'a student' ? [scene.studentHeader] : []),
      ...headers,
      ...(headers.some((line) => /^connection:/i.test(line)) || body !== '' ? [] : ['Connection: close']),
    ];
    return {
      port: Number(to.port),
      localAddress: sender === 'a stranger' ? '127.0.0.2' : '127.0.0.1',
      text: `${lines.join('\r\n')}\r\n\r\n${body}`,
    };
  }

  async function whoami(ticket: string): Promise<{ remoteUser: string | null }> {
    const headers = { cookie: `auth_tkt=${ticket}` };
    const response = await fetch(new URL('/whoami', scene.behind), { headers });
    return (await response.json()) as { remoteUser: string | null };
  }

  /** Everybody whom an answer made somebody. */
  async function usersOf(received: string): Promise<readonly string[]> {
    const inBodies = [...received.matchAll(/"remoteUser":"([^"]*)"/g)].map(([, user = '']) => user);
    const inCookies = await Promise.all(
      cookiesIn(received, 'auth_tkt').map(async (ticket) => {
        const who = await whoami(ticket);
        expect(JSON.stringify(who), 'what is remembered').not.toContain(EVIL);
        return who.remoteUser ?? '';
      }),
    );
    return [...inBodies, ...inCookies].filter(Boolean);
  }

  /** Who a sender is without any tricks. */
  function signedIn(sender: Sender): readonly string[] {
    return sender === 'a student' && scene.student !== undefined ? [scene.student] : [];
  }

  it('would work from the front end itself, on its own path', async () => {
    const received = await sendRaw(request({ headers: FORGED }, 'the front end'));
    const [ticket = ''] = cookiesIn(received, 'auth_tkt');
    expect(await whoami(ticket)).toMatchObject({ remoteUser: `${EVIL}@example.test` });
  });

  it('leaves the student who they are', async () => {
    expect(await usersOf(await sendRaw(request({ headers: [] }, 'a student')))).toEqual(signedIn('a student'));
  });

  describe.each(Object.entries(attempts))('%s', (_, list) => {
    const cases = list.flatMap((attempt) =>
      attempt.from
        .filter((sender) => senders.includes(sender))
        .map((sender) => ({ name: attempt.name, attempt, sender })),
    );
    it.each(cases)('$name, by $sender', async ({ attempt, sender }) => {
      const received = await sendRaw(request(attempt, sender));
      expect(signedIn(sender)).toEqual(expect.arrayContaining([...(await usersOf(received))]));
      const echoes = attempt.method === 'TRACE' || attempt.target?.includes(EVIL);
      if (!echoes) expect(received).not.toContain(EVIL);

      const health = await fetch(new URL('/healthz', scene.behind));
      expect(await health.text(), 'the demo goes on').toBe('ok');
    });
  });

  it('leaves nothing in the log', () => {
    expect(scene.demo.output()).not.toMatch(new RegExp(`${EVIL}|unhandled`, 'i'));
  });
}
