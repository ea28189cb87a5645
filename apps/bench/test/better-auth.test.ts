import { describe, expect, it } from 'vitest';
import { greeting } from '../src/http/applications/greeting.js';
import { cookiesFor } from '../src/http/cookies.js';
import { listen } from '../src/http/listen.js';
import { start, type Tables } from '../src/http/servers/better-auth.js';

describe('the cookie cache of better-auth', () => {
  it('is what requests are answered from, and not the database', async () => {
    const tables: Tables = { user: [], session: [], account: [], verification: [] };
    const server = await start(tables);
    try {
      const url = await listen(server);
      const [cookie = ''] = await cookiesFor({ id: '', label: '', server: '', cookies: 'login' }, url);
      const answerTo = async (header: string): Promise<string> =>
        (await fetch(url, { headers: { cookie: header } })).text();
      const withoutCache = cookie
        .split('; ')
        .filter((pair) => !pair.includes('session_data='))
        .join('; ');
      expect(await answerTo(withoutCache)).toBe(greeting('alice'));
      for (const rows of Object.values(tables)) rows.length = 0;
      expect(await answerTo(cookie)).toBe(greeting('alice'));
      expect(await answerTo(withoutCache)).toBe(greeting(undefined));
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
