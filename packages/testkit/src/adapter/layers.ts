import type { Reply } from '@who/core';
import { backendDown, turn } from './adapter-engine.js';
import { type AddAdapterCheck, gate, page } from './scene.js';
import { kept, type Script, valuesOf } from './script.js';
import type { ApplicationResponse } from './subject.js';

const EARLY: Reply = { status: 303, headers: [['Location', '/clean']] };

/** What layers above the adapter do. */
export function layerChecks(check: AddAdapterCheck): void {
  check(
    'leaves those alone whom a layer above has signed in',
    async ({ expect, start }) => {
      let asked = 0;
      const { ask } = await start({
        script: { identify: () => void asked++, decide: () => asked++ > -1 },
        application: ({ userid, who }) => page(`${userid} ${who.identity?.userid}`, { status: 401 }),
        above: { remoteUser: 'carol' },
      });
      const answer = await ask({ user: 'alice' });
      expect([answer.status, answer.body, answer.cookies, asked]).toEqual([401, 'carol carol', [], 0]);
    },
    'remote user',
  );

  check(
    'refuses a target that is no path although a layer above has signed somebody in',
    async ({ expect, start }) => {
      const { ask, reached } = await start({ above: { remoteUser: 'carol' } });
      expect((await ask({ path: 'http://localhost/page' })).status).toBe(400);
      expect(reached).toEqual([]);
    },
    'remote user',
    'raw targets',
    'HTTP/1.1',
  );

  check(
    'leaves the headers of a layer above, whatever comes of the response',
    async ({ expect, start }) => {
      const above = { headers: [['X-Frame-Options', 'DENY'] as const, ['Set-Cookie', 'outer=1'] as const] };
      const application = (): ApplicationResponse => page('body', { status: 401, headers: [['Set-Cookie', 'own=1']] });
      const seen = async (script: Script, user?: string): Promise<unknown> => {
        const { ask } = await start({ above, application, script });
        const { status, header, cookies } = await ask({ user });
        return [status, header('x-frame-options'), [...cookies].sort()];
      };
      expect(await seen({})).toEqual([302, 'DENY', ['outer=1', 'own=1']]);
      expect(await seen({ decide: backendDown })).toEqual([503, 'DENY', ['outer=1']]);
      expect(await seen({ identify: () => ({ reply: { status: 303 } }) })).toEqual([303, 'DENY', ['outer=1']]);
      const all = ['outer=1', 'own=1', ...valuesOf(kept('alice'))].sort();
      expect(await seen({ decide: () => false }, 'alice')).toEqual([401, 'DENY', all]);
    },
    'headers above',
  );

  for (const [what, outcome] of [
    ['somebody', () => undefined],
    ['an early reply', () => ({ reply: EARLY })],
    ['an error', backendDown],
  ] as const) {
    check(
      `leaves the answer of a layer above that came before ${what}`,
      async ({ expect, start }) => {
        const [over, asked, known] = [gate<ApplicationResponse>(), gate(), gate()];
        const identify: Script['identify'] = async () => {
          asked.open();
          await known.promise;
          return outcome();
        };
        const { ask, within, reached, handled } = await start({
          script: { identify },
          above: { answer: over.promise },
        });
        const asking = ask();
        await within(asked.promise, 'the engine to be asked');
        over.open(page('too slow', { status: 503 }));
        const { status, body } = await asking;
        expect([status, body]).toEqual([503, 'too slow']);
        known.open();
        for (let turns = 0; turns < 10; turns++) await turn();
        expect([reached, handled]).toEqual([[], []]);
      },
      'answer above',
    );
  }
}
