import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { follow, isOnDebian } from './follow.js';
import { fieldsIn } from './forms.js';

const needs = isOnDebian('redis-server') ? '' : ' (skipped: needs redis-server)';

describe('several processes and Redis', () => {
  it.skipIf(needs !== '')(`goes as the page says${needs}`, () =>
    follow('how-to/redis.md', [3000, 3001, 3010, 6390], {
      'sign in at one, out at the other': async (reader) => {
        const [one, other] = [reader.own('http://localhost:3000'), reader.own('http://localhost:3010')];
        const browser = testBrowser();
        const login = await browser.get(`${one}/private`);
        const page = await browser.post(login.url.href, { ...fieldsIn(login.body), username: 'ada', password: 'ada' });
        expect(page.body).toBe(reader.own('Process at port 3000: ada, mail ada@example.org\n'));
        expect((await browser.get(`${other}/private`)).body).toBe(
          reader.own('Process at port 3010: ada, mail ada@example.org\n'),
        );
        await browser.get(other);
        await browser.post(`${other}/logout`, {});
        expect((await browser.get(`${one}/private`)).url.pathname).toBe('/cas/login');
      },
    }),
  );
});
