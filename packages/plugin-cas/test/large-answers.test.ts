import { describe, expect, it } from 'vitest';
import type { CasFetch } from '../src/index.js';
import { site } from './site.js';
import { success } from './support.js';

const groups = Array.from({ length: 2000 }, (_, i) => `CN=${String(i).padStart(97, 'x')}`);

const answer = (users: readonly string[]): CasFetch => {
  const values = users.map((group) => `<cas:memberOf>${group}</cas:memberOf>`).join('\n');
  return async () => new Response(success('dwho', `<cas:attributes><cas:mail>m</cas:mail>${values}</cas:attributes>`));
};

describe('somebody in very many groups', () => {
  it('signs in with all of them, and later requests have them, too', async () => {
    await using app = await site({
      options: { fetch: answer(groups) },
      handle: async (identity) => JSON.stringify(identity?.metadata['attributes' as never]),
    });
    const browser = await app.signIn('ST-dwho-1');
    for (let i = 0; i < 2; i++) {
      expect(JSON.parse(await app.greeting(browser))).toEqual({ mail: ['m'], memberOf: groups });
    }
    expect(app.warnings).toEqual([]);
  });

  it('keeps the small attributes where the metadata cache has no room, and a warning names the option', async () => {
    await using app = await site({
      options: { fetch: answer([...groups, ...groups, ...groups]) },
      handle: async (identity) => JSON.stringify(identity?.metadata['attributes' as never]),
    });
    const browser = await app.signIn('ST-dwho-1');
    expect(JSON.parse(await app.greeting(browser))).toEqual({ mail: ['m'] });
    expect(app.warnings).toEqual([expect.stringMatching(/"maxValueBytes".*"memberOf"/)]);
  });

  it('does not sign in where the answer is larger than may be read, and the error names the option', async () => {
    await using app = await site({ options: { fetch: answer(groups), maxResponseBytes: 100_000 } });
    const browser = await app.signIn('ST-dwho-1');
    expect([browser.page?.status, browser.page?.body]).toEqual([503, 'CAS_RESPONSE_TOO_LARGE']);
  });
});
