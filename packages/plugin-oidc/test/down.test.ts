import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { accessTokenOf } from './fake-provider.js';
import { application, browser, CLIENT_SECRET, STATE_SECRET } from './support.js';

const ENDPOINTS = ['/.well-known/openid-configuration', '/keys', '/token', '/userinfo'];

describe('a provider that is down', () => {
  it.each(ENDPOINTS)('at %s signs nobody in, and says when to try again', async (down) => {
    for (const trouble of [
      () => Promise.reject(new TypeError(`fetch failed ${accessTokenOf('alice')}`)),
      () => new Response(accessTokenOf('alice'), { status: 503 }),
      () => new Response(accessTokenOf('alice'), { status: 500 }),
      () => new Response(accessTokenOf('alice'), { status: 429 }),
    ]) {
      const app = application();
      app.provider.change = { response: (path, response) => (path === down ? trouble() : response) };
      const tab = browser(app);
      const error = await tab.signIn('alice').catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'OIDC_UNAVAILABLE', status: 503, headers: { 'Retry-After': '10' } });
      expect(inspect([error, app.log, app.plugin], { depth: 9, showHidden: true })).not.toContain(
        accessTokenOf('alice'),
      );
      app.provider.change = {};
      await tab.signIn('alice');
      expect(await tab.whoami()).toBe('alice');
    }
  });

  it('is waited for no longer than "timeoutMs"', async () => {
    const app = application({ timeoutMs: 20 });
    app.provider.change = { response: (path, response) => (path === '/token' ? new Promise(() => {}) : response) };
    await expect(browser(app).signIn('alice')).rejects.toMatchObject({ code: 'OIDC_TIMEOUT', status: 503 });
  });

  it('is left alone after failures in a row, and asked again after a while', async () => {
    const app = application({ maxFailures: 2, failurePauseMs: 10_000 });
    const tab = browser(app);
    await tab.signIn('alice');
    app.provider.change = { response: () => new Response(null, { status: 503 }) };
    for (let i = 0; i < 2; i++)
      await expect(browser(app).signIn('bob')).rejects.toMatchObject({ code: 'OIDC_UNAVAILABLE' });
    app.provider.change = {};
    const asked = app.provider.asked.length;
    await expect(browser(app).signIn('bob')).rejects.toMatchObject({ code: 'OIDC_UNAVAILABLE' });
    expect(app.provider.asked).toHaveLength(asked);
    expect(await tab.whoami()).toBe('alice');
    app.clock.advance(10_000);
    const bob = browser(app);
    await bob.signIn('bob');
    expect(await bob.whoami()).toBe('bob');
  });

  it('stays known by what it has said of itself before', async () => {
    const app = application({ discoveryMaxAgeSeconds: 60, maxFailures: 100 });
    await browser(app).signIn('alice');
    app.provider.change = {
      response: (path, response) => (path.startsWith('/.well') ? new Response(null, { status: 503 }) : response),
    };
    app.clock.advance(61_000);
    const tab = browser(app);
    // Those who come at a time are told of once.
    await Promise.all([browser(app).depart(), browser(app).depart(), tab.signIn('alice')]);
    expect(await tab.whoami()).toBe('alice');
    expect(app.log).toEqual([expect.stringContaining('stays good')]);
  });
});

describe('what is printed of a plugin', () => {
  it('holds neither its secrets nor tokens', async () => {
    const app = application();
    const tab = browser(app);
    await tab.signIn('alice');
    const printed = inspect([app.plugin, app.who, app.log], { depth: 12, showHidden: true });
    for (const secret of [CLIENT_SECRET, STATE_SECRET, accessTokenOf('alice')]) expect(printed).not.toContain(secret);
  });
});
