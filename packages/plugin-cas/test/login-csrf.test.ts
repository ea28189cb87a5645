import { describe, expect, it } from 'vitest';
import { fakeCas, pageWith } from './fake-cas.js';
import { APP_URL, application, browser, success } from './support.js';

const server = fakeCas();

describe('who counts', () => {
  it('is who came last, whatever the order of authenticators', async () => {
    for (const authenticators of [['cas', 'ticket'] as const, ['ticket', 'cas'] as const]) {
      server.asked.length = 0;
      server.answers = { 'ST-A': success('alice'), 'ST-B': success('bob') };
      const tab = browser(application({ authenticators }));
      await tab.arrive(await tab.depart(), 'ST-A');
      expect((await tab.visit('/')).body).toBe('alice');
      await tab.arrive(await tab.depart(), 'ST-B');
      expect((await tab.visit('/')).body).toBe('bob');
      expect(server.asked).toHaveLength(2);
    }
  });

  it('does not lose the old one to a refused ticket', async () => {
    server.answers = { 'ST-A': success('alice') };
    const tab = browser(application());
    await tab.arrive(await tab.depart(), 'ST-A');
    await tab.arrive(await tab.depart(), 'ST-B');
    expect((await tab.visit('/')).body).toBe('alice');
  });
});

describe('login CSRF', () => {
  it('refuses a ticket without a state', async () => {
    expect(await browser(application()).visit('/login/cas?ticket=ST-1')).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(server.asked).toEqual([]);
  });

  it('refuses a state that another browser got', async () => {
    const app = application();
    const attacker = browser(app);
    const service = await attacker.depart();
    expect(await browser(app).arrive(service)).toEqual(pageWith('CAS_STATE_MISSING'));
    const victim = browser(app);
    await victim.depart();
    expect(await victim.arrive(service)).toEqual(pageWith('CAS_STATE_INVALID'));
    expect(server.asked).toEqual([]);
  });

  it('refuses a cookie of another CAS plugin with the same secret', async () => {
    const other = browser(application({ casUrl: 'https://cas.evil.example' }));
    const service = await other.depart();
    const tab = browser(application());
    for (const [name, value] of other.jar) tab.jar.set(name, value);
    expect(await tab.arrive(service)).toEqual(pageWith('CAS_STATE_MISSING'));
  });

  it('finds its cookie among others of the same name', async () => {
    server.answers = { 'ST-1': success('u') };
    const tab = browser(application());
    const service = await tab.depart('/private');
    const [[name, value] = ['', '']] = tab.jar;
    tab.jar.set(name, `planted; ${name}=${value}`);
    expect((await tab.arrive(service)).location.pathname).toBe('/private');
  });

  it('refuses a state that has expired, is used up, repeated or empty', async () => {
    server.answers = { 'ST-1': success('u') };
    const app = application();
    const tab = browser(app);
    const expired = await tab.depart();
    app.clock.advance(600_000);
    expect(await tab.arrive(expired)).toEqual(pageWith('CAS_STATE_INVALID'));

    const twice = await tab.depart();
    expect(await tab.visit(`${twice.pathname}${twice.search}&${twice.search.slice(1)}&ticket=ST-1`)).toEqual(
      pageWith('CAS_STATE_INVALID'),
    );
    expect(await tab.visit('/login/cas?who_state=&ticket=ST-1')).toEqual(pageWith('CAS_STATE_INVALID'));

    await tab.arrive(twice);
    tab.jar.delete('plain');
    expect(await tab.arrive(twice)).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(server.asked).toHaveLength(1);
  });

  it('leads who is signed in already to the front page', async () => {
    server.answers = { 'ST-1': success('u') };
    const tab = browser(application());
    const service = await tab.depart('/private');
    await tab.arrive(service);
    const again = await tab.arrive(service);
    expect(again).toMatchObject({ status: 302 });
    expect(again.location.href).toBe(`${APP_URL}/`);
    expect(server.asked).toHaveLength(1);
  });

  it('accepts a pushed ticket where that is allowed, for the bare service only', async () => {
    server.answers = { 'ST-1': success('u') };
    const tab = browser(application({ acceptUnsolicited: true }));
    expect(await tab.visit('/login/cas?who_state=x&ticket=ST-1')).toEqual(pageWith('CAS_STATE_MISSING'));
    expect((await tab.visit('/login/cas?ticket=ST-1')).status).toBe(302);
    expect(server.asked[0]?.searchParams.get('service')).toBe(`${APP_URL}/login/cas`);
    expect((await tab.visit('/')).body).toBe('u');
  });
});
