import { setInterval } from 'node:timers/promises';
import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { read } from '../../src/site/places.js';
import { follow } from './follow.js';
import { actionOf, fieldsIn } from './forms.js';

describe('what to monitor', () => {
  it('goes as the page says', () =>
    follow('how-to/monitoring.md', [3000, 3002, 9464], {
      'sign in at the provider': async (reader) => {
        const browser = testBrowser({ baseUrl: reader.own('http://localhost:3000') });
        for await (const _ of setInterval(200)) if ((await browser.get('/login/oidc')).status !== 503) break;
        const login = browser.page;
        const form = { ...fieldsIn(login?.body ?? ''), username: 'ada', password: 'ada' };
        const page = await browser.post(new URL(actionOf(login?.body ?? ''), login?.url).href, form);
        expect(page.url.href, page.body).toBe(reader.own('http://localhost:3000/'));
        const numbers = await reader.type('curl -s http://localhost:9464/metrics');
        expect(numbers).toMatch(/^who_breaker_open\{who_plugin="provider".*\} 0$/m);
        expect(numbers).toMatch(/^who_sign_ins_total\{who_plugin="provider".*\} 1$/m);
        // What alarms ask for is what there is.
        const asked = read('apps/docs/programs/monitoring/alerts.yaml').match(
          /\bwho_\w+(?=[[{)])|\b(?:who|error)_\w+(?=[,)!}])/g,
        );
        expect(asked).toContain('who_stage_duration_bucket');
        for (const name of asked ?? []) expect(numbers).toMatch(new RegExp(`(?:^|[{,])${name}[={]`, 'm'));
      },
    }));
});
