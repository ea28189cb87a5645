import { readFileSync } from 'node:fs';
import { fakeClock } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { casSessions } from '../../src/index.js';
import { grantingTickets } from '../../src/proxying/granting-tickets.js';
import { type GrantStore, grantStoreOf } from '../../src/sessions/cas-sessions.js';
import { down, fakeStore } from '../sessions/support.js';
import { site } from '../site.js';
import { CAS_URL, SECRET } from '../support.js';

const recorded: readonly { readonly path: string }[] = JSON.parse(
  readFileSync(new URL('../fixtures/pgt.callback.json', import.meta.url), 'utf8'),
);
const settingsOf = (options: Parameters<typeof casSessions>[0]) => grantStoreOf(casSessions(options)) as GrantStore;

describe('a delivery', () => {
  const options = { proxy: { callbackPath: '/pgt' } };

  it('of a real server is taken, without a word', async () => {
    const store = fakeStore();
    await using app = await site({ sessions: casSessions({ store, secrets: [SECRET] }), options });
    const answer = await fetch(app.url + recorded[0]?.path);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(store.entries.size).toBe(1);
    expect(JSON.stringify([...store.entries])).not.toContain('PGT');
    expect([...store.entries.values()][0]?.ttlMs).toBe(60_000);
  });

  it.each([
    '',
    '?pgtIou=PGTIOU-1',
    '?pgtId=PGT-1',
    '?pgtIou=PGTIOU-1&pgtId=PGT-1&pgtId=PGT-2',
    '?pgtIou=PGTIOU-1&pgtIou=PGTIOU-2&pgtId=PGT-1',
    '?pgtIou=PGTIOU-1&pgtId=ST-1',
    '?pgtIou=../../etc/passwd&pgtId=PGT-1',
    '?pgtIou=PGTIOU-%3Cscript%3E&pgtId=PGT-1',
    `?pgtIou=PGTIOU-${'a'.repeat(1001)}&pgtId=PGT-1`,
    '?pgtIou=PGTIOU-1%0d%0a&pgtId=PGT-1',
  ])('that is none is answered in the same way, and nothing is kept or repeated: %s', async (query) => {
    const store = fakeStore();
    await using app = await site({ sessions: casSessions({ store, secrets: [SECRET] }), options });
    const answer = await fetch(`${app.url}/pgt${query}`);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(store.entries.size).toBe(0);
  });

  it('from outside the networks of the CAS server is refused', async () => {
    const store = fakeStore();
    const sessions = casSessions({ store, secrets: [SECRET] });
    await using app = await site({ sessions, options: { ...options, casAddresses: ['192.0.2.0/24'] } });
    expect((await fetch(app.url + recorded[0]?.path)).status).toBe(403);
    expect(store.entries.size).toBe(0);
  });

  it('fails with a code while the store is down', async () => {
    const store = fakeStore();
    await using app = await site({ sessions: casSessions({ store, secrets: [SECRET] }), options });
    store.trouble = down;
    expect((await fetch(app.url + recorded[0]?.path)).status).toBe(503);
  });

  it('comes by GET: everything else is the application’s', async () => {
    await using app = await site({ options });
    expect(await (await fetch(app.url + recorded[0]?.path, { method: 'POST' })).text()).toBe('nobody');
  });
});

describe('a granting ticket', () => {
  it('is handed over once, and opens for its session only', () => {
    const tickets = grantingTickets(settingsOf({}), CAS_URL);
    tickets.deliver('PGTIOU-1', 'PGT-1');
    const sealed = tickets.claim('PGTIOU-1', 'session') as string;
    expect(tickets.open(sealed, 'session')).toBe('PGT-1');
    expect(tickets.open(sealed, 'another')).toBeUndefined();
    expect(tickets.claim('PGTIOU-1', 'session')).toBeUndefined();
    expect(tickets.claim('PGTIOU-2', 'session')).toBeUndefined();
    expect(sealed).not.toContain('PGT');
  });

  it('waits a minute, no longer', () => {
    const clock = fakeClock();
    const tickets = grantingTickets(settingsOf({ now: clock.now }), CAS_URL);
    tickets.deliver('PGTIOU-1', 'PGT-1');
    clock.advance(60_000);
    expect(tickets.claim('PGTIOU-1', 'session')).toBeUndefined();
  });

  it('does not open for another CAS server', () => {
    const settings = settingsOf({});
    const [one, two] = [grantingTickets(settings, CAS_URL), grantingTickets(settings, 'https://other.example.org')];
    one.deliver('PGTIOU-1', 'PGT-1');
    expect(two.claim('PGTIOU-1', 'session')).toBeUndefined();
    expect(two.open(one.claim('PGTIOU-1', 'session') as string, 'session')).toBeUndefined();
  });

  it('is refused in a flood, until that is over', () => {
    const clock = fakeClock();
    const tickets = grantingTickets(settingsOf({ now: clock.now }), CAS_URL);
    for (let i = 0; i < 5000; i++) expect(tickets.deliver(`PGTIOU-${i}`, 'PGT-1')).toBe(true);
    expect(tickets.deliver('PGTIOU-x', 'PGT-1')).toBe(false);
    clock.advance(60_000);
    expect(tickets.deliver('PGTIOU-x', 'PGT-1')).toBe(true);
  });
});
