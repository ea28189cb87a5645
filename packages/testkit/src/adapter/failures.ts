import { Readable } from 'node:stream';
import { WhoError, type WhoErrorOptions } from '@who/core';
import { backendDown, turn } from './adapter-engine.js';
import { read } from './client.js';
import { type AddAdapterCheck, gate, page, type Running } from './scene.js';
import type { Script } from './script.js';
import type { Application } from './subject.js';

const BEFORE: readonly { stage: string; script: Script }[] = [
  { stage: 'an identifier', script: { identify: backendDown } },
  { stage: 'an authenticator', script: { authenticate: backendDown } },
  { stage: 'a metadata provider', script: { addMetadata: backendDown } },
  { stage: 'who makes an early reply', script: { identify: () => ({ reply: backendDown }) } },
];

const AFTER: readonly { stage: string; script: Script; status: number }[] = [
  { stage: 'the challenge decider', script: { decide: backendDown }, status: 200 },
  { stage: 'who remembers', script: { remember: backendDown }, status: 200 },
  { stage: 'a challenger', script: { challenge: backendDown }, status: 401 },
  { stage: 'who forgets', script: { forget: backendDown }, status: 401 },
];

const HEADERS = [
  ['X-App', 'a'],
  ['ETag', '"1"'],
  ['Set-Cookie', 'a=1'],
] as const;

const secretPieces = (): Readable =>
  Readable.from(
    (async function* () {
      for (let piece = 0; piece < 3; piece++) {
        yield 'application secret';
        await turn();
      }
    })(),
  );

/** The engine fails, or the application does. */
export function failureChecks(check: AddAdapterCheck): void {
  for (const { stage, script } of BEFORE) {
    check(`answers the failure of ${stage} once, and never asks the application`, async (scene) => {
      const running = await scene.start({ script });
      scene.expect(await failed(running)).toEqual(FAILED);
      scene.expect(running.reached).toEqual([]);
    });
  }

  for (const { stage, script, status } of AFTER) {
    check(`answers the failure of ${stage} once, in the place of the application`, async (scene) => {
      for (const body of [() => 'application secret', secretPieces]) {
        const application: Application = () => page(body(), { status, headers: HEADERS });
        const running = await scene.start({ script, application });
        scene.expect(await failed(running)).toEqual(FAILED);
        // Twice, because the client asks again.
        scene.expect(running.reached.length).toBe(2);
      }
    });
  }

  check('tells strangers nothing of an error that is none of ours', async ({ expect, start }) => {
    const explode = (): never => {
      throw new Error('password hunter2');
    };
    for (const script of [{ identify: explode }, { decide: explode }, { remember: explode }]) {
      const { ask } = await start({ script });
      const { status, body, lines } = await ask({ user: 'alice' });
      expect([status, body.includes('PLUGIN_FAILED')]).toEqual([500, true]);
      expect(JSON.stringify([body, lines])).not.toMatch(/hunter2/);
    }
  });

  check('sends no error that HTTP does not allow', async ({ expect, start }) => {
    const odd = (options: Pick<WhoErrorOptions, 'status' | 'headers'>) => (): never => {
      throw new WhoError('Odd.', { code: 'ODD', plugin: 'all', ...options });
    };
    for (const error of [
      odd({ status: 799 }),
      odd({ status: 204 }),
      odd({ headers: [['X-Odd', 'a\r\nX-Injected: 1']] }),
    ]) {
      for (const script of [{ identify: error }, { decide: error }, { remember: error }]) {
        const { ask } = await start({ script });
        const { status, header } = await ask({ user: 'alice' });
        expect([status, header('x-odd'), header('x-injected')]).toEqual([500, undefined, undefined]);
      }
    }
  });

  check('lets no plugin split a response', async ({ expect, start }) => {
    const headers = [['Set-Cookie', 'a=1\r\nX-Injected: 1']] as const;
    for (const script of [{ remember: () => headers }, { identify: () => ({ reply: { status: 303, headers } }) }]) {
      const { ask } = await start({ script });
      const { status, header } = await ask({ user: 'alice' });
      expect([status, header('x-injected')]).toEqual([500, undefined]);
    }
  });

  check('answers a HEAD request whose engine fails', async ({ expect, start }) => {
    for (const script of [{ identify: backendDown }, { decide: backendDown }]) {
      const { ask } = await start({ script });
      for (let request = 0; request < 2; request++) {
        const { status, body } = await ask({ method: 'HEAD' });
        expect([status, body]).toEqual([503, '']);
      }
    }
  });

  check(
    'answers once where a challenger fails after the application has',
    async ({ expect, start }) => {
      const error = Object.assign(new Error('application secret'), { status: 401 });
      const { ask, reached } = await start({
        script: { challenge: backendDown },
        application: () => Promise.reject(error),
      });
      const { status, body } = await ask();
      expect([status, body.includes('BACKEND_DOWN'), reached.length]).toEqual([503, true, 1]);
    },
    'error handlers',
  );

  check(
    'gives the error handler what a predicate of the guard fails with',
    async ({ expect, promised, start }) => {
      const { ask, handled, reached } = await start({
        predicate: promised ? () => turn().then(backendDown) : backendDown,
      });
      expect((await ask({ path: '/guarded', user: 'alice' })).status).toBe(503);
      expect(handled.map((error) => (error as WhoError).code)).toEqual(['BACKEND_DOWN']);
      expect(reached).toEqual([]);
    },
    'guard',
    'error handlers',
  );

  applicationFailures(check);
}

function applicationFailures(check: AddAdapterCheck): void {
  check(
    'leaves what the application throws to the error handler',
    async ({ expect, start }) => {
      const error = new Error('application secret');
      const throws = (): never => {
        throw error;
      };
      for (const application of [throws, () => turn().then(throws)]) {
        const { ask, handled, reached } = await start({ application });
        const { status, body } = await ask({ user: 'alice' });
        expect([status, body]).toEqual([500, 'handled APPLICATION_FAILED']);
        expect(handled.length).toBe(1);
        expect(handled[0]).toBe(error);
        expect(reached.length).toBe(1);
      }
    },
    'error handlers',
  );

  check(
    'lets a stream that fails break off',
    async ({ expect, start }) => {
      const arrived = gate();
      const application: Application = ({ target }) =>
        target === '/fails' ? page(failing(arrived.promise)) : page('body');
      const { ask, begin, within } = await start({ application });
      const reading = read(begin({ path: '/fails', user: 'alice' }), () => arrived.open());
      const { status, body, isCut } = await within(reading, 'the response to break off');
      expect([status, body, isCut]).toEqual([200, 'first', true]);
      expect((await ask()).body).toBe('body');
    },
    'broken streams',
  );

  check('makes no whole page of a stream that fails at once', async ({ expect, start }) => {
    const broken = (): Readable =>
      new Readable({
        read() {
          this.destroy(new Error('application secret'));
        },
      });
    const { ask } = await start({ application: ({ target }) => page(target === '/fails' ? broken() : 'body') });
    const answer = await ask({ path: '/fails' }).catch(() => undefined);
    expect(answer?.status === 200 && !answer.isCut).toBe(false);
    expect((await ask()).body).toBe('body');
  });
}

/** A stream that fails behind its first piece. */
function failing(when: Promise<void>): Readable {
  return Readable.from(
    (async function* () {
      yield 'first';
      await when;
      throw new Error('application secret');
    })(),
  );
}

/** What a client has to get where the engine fails. */
const FAILED = {
  heads: 1,
  status: '503',
  code: true,
  leaks: [],
  retry: true,
  pages: true,
  next: 503,
};

/** What a client does get. */
async function failed({ text: textOf, ask, handled }: Running): Promise<object> {
  const text = await textOf({ user: 'alice' });
  const pages = handled.length <= 1;
  const next = await ask({ user: 'alice' }).catch(({ message }: Error) => ({ status: message }));
  const leaks = ['db.internal', 'application secret', 'X-App', 'ETag: "1"', 'a=1', 'session=', 'kept='];
  return {
    heads: text.split('HTTP/1.1 ').length - 1,
    status: text.slice(9, 12),
    code: text.includes('BACKEND_DOWN'),
    leaks: leaks.filter((leak) => text.toLowerCase().includes(leak.toLowerCase())),
    retry: /\r\nretry-after: 7\r\n/i.test(text),
    pages,
    next: next.status,
  };
}
