import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APP_URL, backOf, house, visitor } from '../doorman-site.js';
import { DOOR_URL } from '../support.js';

describe('a sign-in', () => {
  it('leads away, back, and to where it began, with somebody signed in', async () => {
    const app = house();
    const tab = visitor(app);
    const asked = await tab.visit('/private/page?a=b');
    expect(asked.status).toBe(302);
    expect(asked.location.href).toMatch(`${DOOR_URL}/in?`);
    expect(asked.header('cache-control')).toBe('no-store');
    expect(asked.setCookies).toEqual([
      expect.stringMatching(/^__Host-who_door\.[\w-]+=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    const back = backOf(asked);
    expect(back.href).toMatch(`${APP_URL}/login/door?id=`);
    const done = await tab.arrive(back);
    expect(done.location.href).toBe(`${APP_URL}/private/page?a=b`);
    expect(done.identity?.metadata).toEqual({ attributes: { mail: ['ada@example.org'] } });
    expect((await tab.visit('/private/page')).body).toBe('ada');
    expect(app.asked).toHaveLength(1);
    expect(app.warnings).toEqual([]);
  });

  it('that was begun in another browser signs nobody in', async () => {
    const app = house();
    const back = await visitor(app).depart();
    const done = await visitor(app).arrive(back);
    expect(done).toMatchObject({ status: 403, body: expect.stringContaining('DOOR_STATE_MISSING') });
    expect(app.asked).toEqual([]);
    expect(app.warnings).toEqual([
      expect.stringMatching(/^\[who-doorman\] Refused at "\/login\/door": DOOR_STATE_MISSING/),
    ]);
  });

  it('is good once, and for a time', async () => {
    const app = house({ stateMaxAgeSeconds: 60 });
    const tab = visitor(app);
    const first = await tab.depart('/a');
    const second = await tab.depart('/b');
    expect((await tab.arrive(first)).location.pathname).toBe('/a');
    tab.jar.delete('plain');
    expect((await tab.arrive(first)).body).toContain('DOOR_STATE_INVALID');
    app.clock.advance(60_000);
    expect((await tab.arrive(second)).body).toContain('DOOR_STATE_INVALID');
    expect(app.asked).toHaveLength(1);
  });

  it('ends in a page where the pass is not known, is several, or is none', async () => {
    const app = house();
    const tab = visitor(app);
    expect(await tab.arrive(await tab.depart(), 'p-eve')).toMatchObject({
      status: 403,
      body: expect.stringContaining('DOOR_PASS_REJECTED'),
    });
    expect(await tab.arrive(await tab.depart(), 'a&pass=b')).toMatchObject({
      status: 400,
      body: expect.stringContaining('DOOR_PASS_INVALID'),
    });
    const back = await tab.depart();
    const without = await tab.visit(back.pathname + back.search);
    expect(without).toMatchObject({ status: 403, body: expect.stringContaining('DOOR_PASS_MISSING') });
    expect(without.header('content-security-policy')).not.toMatch(/script|unsafe/);
    expect(tab.jar.has('plain')).toBe(false);
  });

  it('that nobody asked for is refused, unless that is wanted', async () => {
    const unasked = '/login/door?pass=p-ada&came_from=/x';
    expect((await visitor(house()).visit(unasked)).body).toContain('DOOR_STATE_MISSING');
    const tab = visitor(house({ acceptUnsolicited: true }));
    expect((await tab.visit(unasked)).location.href).toBe(`${APP_URL}/x`);
    expect((await tab.visit('/')).body).toBe('ada');
  });

  it('goes round only so often', async () => {
    const tab = visitor(house());
    for (let round = 1; round <= 3; round++) await tab.arrive(backOf(await tab.visit('/forbidden')));
    expect(await tab.visit('/forbidden')).toMatchObject({ status: 403, body: expect.stringContaining('DOOR_LOOP') });
  });

  it('is answered with 503 while the doorman is away, and after a while he is not asked', async () => {
    const app = house();
    app.trouble = async () => new Response('', { status: 502 });
    const tab = visitor(app);
    for (let i = 0; i < 7; i++) {
      const back = await tab.depart();
      await expect(tab.arrive(back)).rejects.toMatchObject({ code: 'DOOR_UNAVAILABLE', status: 503 });
    }
    expect(app.asked).toHaveLength(5);
    expect(tab.jar.has('plain')).toBe(false);
  });

  it('never leads to another origin, and no cookie or query makes anybody of anyone', async () => {
    const app = house();
    await fc.assert(
      fc.asyncProperty(fc.webUrl(), fc.string(), fc.string(), async (elsewhere, id, value) => {
        const tab = visitor(app);
        expect((await tab.arrive(await tab.depart(elsewhere))).location.origin).toBe(APP_URL);
        const forger = visitor(app);
        const query = new URLSearchParams({ id, pass: 'p-ada', came_from: elsewhere });
        const cookie = `__Host-who_door.${id}=${value}`;
        const seen = await forger.visit(`/login/door?${query}`, {
          headers: { cookie: cookie.replace(/[^\x21-\x7e]/g, '') },
        });
        expect(seen.identity).toBeUndefined();
        expect(forger.jar.has('plain')).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
