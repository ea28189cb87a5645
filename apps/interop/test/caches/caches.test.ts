import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unless } from '../cas/peers.js';
import { inOrder, type Stoppable } from '../in-order.js';
import { kinds, startApplication } from './application.js';
import { caches } from './caches.js';

interface Scene extends Stoppable {
  readonly url: string;
  readonly oldTicket: string;
}

for (const { name, missing, keepsCookies, start } of caches) {
  describe.skipIf(missing.length > 0)(`an application behind ${name}${unless(...missing)}`, () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await inOrder(async (keep) => {
        const { url, oldTicket, close } = await startApplication();
        keep({ stop: close });
        return { url: keep(await start(url)).url, oldTicket };
      });
    });
    afterAll(() => scene?.stop());

    async function ask(path: string, cookie = ''): Promise<{ readonly cookies: string; readonly body: string }> {
      const response = await fetch(scene.url + path, { headers: { cookie }, redirect: 'manual' });
      const cookies = response.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
      return { cookies: cookies.join('; '), body: await response.text() };
    }

    const alice = (): string => `auth_tkt="${scene.oldTicket}"`;
    const cases = kinds.map((kind, index) => ({ ...kind, index }));

    it.each(cases)('gives no stranger a ticket: $name', async ({ index, shared }) => {
      const path = `/kind/${index}`;
      const hers = await ask(path, alice());
      // Her fresh ticket comes with this response, or with the next that no cache may keep.
      expect(hers.cookies.includes('auth_tkt='), hers.cookies).toBe(!shared);
      expect((await ask('/whoami', alice())).cookies).toContain('auth_tkt=');
      for (let visit = 0; visit < 3; visit++) {
        const { cookies } = await ask(path);
        expect(cookies).toBe('');
        expect((await ask('/whoami', cookies)).body).toBe('nobody');
      }
    });

    it('would keep such a response otherwise, and the cookie with it where it keeps any', async () => {
      const index = kinds.findIndex((kind) => kind.name === 'max-age');
      const own = 'own=own=alice';
      expect((await ask(`/bare/${index}`, 'own=alice')).cookies).toBe(own);
      expect((await ask(`/bare/${index}`)).cookies).toBe(keepsCookies ? own : 'own=');
    });
  });
}
