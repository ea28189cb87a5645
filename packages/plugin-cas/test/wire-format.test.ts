import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { APP_URL, application, browser, CAS_URL, SECRET, success } from './support.js';

// What earlier versions have sent to browsers has to count, and the other way round: processes are replaced one by one.

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64');
const keyFor = (use: string): string => hmac(SECRET, `@who/plugin-cas ${use} who_cas ${CAS_URL}`);
const signed = (text: string, key: string): string => `${text}.${hmac(key, text).replace(/=+$/, '')}`;

describe('the cookies of an earlier version', () => {
  it('are taken for a sign-in under way', async () => {
    const app = application({ fetch: async () => new Response(success('u')) });
    const nowSeconds = Math.floor(app.clock.now() / 1000);
    const nonce = `S${'a'.repeat(22)}${nowSeconds.toString(36)}`;
    const row = [APP_URL, '/private', nowSeconds + 600, 0, 0, 'plain', 0];
    const payload = Buffer.from(JSON.stringify(row)).toString('base64url');
    const tab = browser(app);
    tab.jar.set(
      `__Host-who_cas.${nonce}`,
      signed(`${nonce}.${payload}`, keyFor('one sign-in')).slice(nonce.length + 1),
    );
    const done = await tab.visit(`/login/cas?who_state=${nonce}&ticket=ST-1`);
    expect(done.location.href).toBe(`${APP_URL}/private`);
    expect(tab.jar.get('plain')).toBe('user=u&data=cas%3Dcas');
  });

  it('are made', async () => {
    const app = application();
    const tab = browser(app);
    const service = await tab.depart('/private');
    const nonce = service.searchParams.get('who_state') ?? '';
    const value = tab.jar.get(`__Host-who_cas.${nonce}`) ?? '';
    const [payload = ''] = value.split('.');
    expect(`${nonce}.${value}`).toBe(signed(`${nonce}.${payload}`, keyFor('one sign-in')));
    const nowSeconds = Math.floor(app.clock.now() / 1000);
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual([
      APP_URL,
      '/private',
      nowSeconds + 600,
      0,
      0,
      'plain',
      0,
    ]);
  });

  it('are taken for a gateway attempt', async () => {
    const app = application({ policies: [{ path: '/', ask: 'gateway' }] });
    const tab = browser(app);
    const until = Math.ceil(app.clock.now() / 1000) + 60;
    tab.jar.set('__Host-who_cas_gateway', signed(String(until), keyFor('gateway')));
    expect((await tab.visit('/')).status).toBe(200);
    tab.jar.clear();
    expect((await tab.visit('/')).status).toBe(302);
  });
});
