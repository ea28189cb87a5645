import { isPromise } from '@who/core';
import { fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APP_URL, application, type Browser, browser, serviceOf, success } from './support.js';

const fetch = async (): Promise<Response> => new Response(success('u'));
const PAGE = { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } };
const POLL = { headers: { accept: 'application/json', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } };

/** What the browser would send as `Cookie`. */
const cookies = (tab: Browser): string => [...tab.jar].map(([name, value]) => `${name}=${value}`).join('; ');
const states = (tab: Browser): string[] => [...tab.jar.keys()].filter((name) => /who_cas\./.test(name));

describe('several tabs at once', () => {
  it('of a browser that opens them all before one has got its answer', async () => {
    const app = application({ fetch });
    const tabs = browser(app);
    const asked = await Promise.all(Array.from({ length: 30 }, (_, i) => tabs.visit(`/private/${i}`, PAGE)));
    expect(states(tabs)).toHaveLength(30);
    expect(cookies(tabs).length).toBeLessThan(8000);
    const ends = await Promise.all(asked.map((page, i) => tabs.arrive(serviceOf(page), `ST-${i}`)));
    expect(ends.map(({ location }) => location.pathname)).toEqual(asked.map((_, i) => `/private/${i}`));
  });

  it('end where they began, in whatever order CAS answers and pages poll; none is lost up to the bound', async () => {
    type Step = { readonly open: number } | { readonly answer: number } | 'poll' | 'tick';
    const steps: fc.Arbitrary<Step[]> = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.record({ open: fc.nat(9) }) },
        { weight: 4, arbitrary: fc.record({ answer: fc.nat(30) }) },
        { weight: 1, arbitrary: fc.constantFrom<Step>('poll', 'tick') },
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (run, byChallenge) => {
        const app = application({ fetch });
        const tab = browser(app);
        const open: { readonly page: string; readonly service: URL }[] = [];
        for (const step of run) {
          if (step === 'tick') app.clock.advance(1000);
          else if (step === 'poll')
            expect((await tab.visit('/private/news', POLL)).setCookies.join()).not.toContain('who_cas');
          else if ('open' in step) {
            const page = `/private/${step.open}`;
            tab.jar.delete('plain');
            const url = byChallenge ? page : `/login/cas?${new URLSearchParams({ came_from: page })}`;
            open.push({ page, service: serviceOf(await tab.visit(url, PAGE)) });
            if (open.length > 16) open.shift();
          } else {
            const [tabBack] = open.splice(step.answer % Math.max(1, open.length), 1);
            if (!tabBack) continue;
            const back = await tab.arrive(tabBack.service);
            expect(back.location.href).toBe(APP_URL + tabBack.page);
          }
          expect(cookies(tab).length).toBeLessThan(5000);
        }
        for (const { page, service } of open) {
          expect((await tab.arrive(service)).location.href).toBe(APP_URL + page);
        }
        expect(app.warnings).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('push out the oldest, where there are too many or too long ones', async () => {
    const tab = browser(application({ fetch }));
    const first = await tab.depart('/first');
    for (let i = 0; i < 16; i++) await tab.depart(`/${i}`);
    expect(states(tab)).toHaveLength(16);
    expect((await tab.arrive(first)).status).toBe(403);

    for (let i = 0; i < 5; i++) await tab.depart(`/${'x'.repeat(1020)}`);
    expect(cookies(tab).length).toBeLessThan(4100);
    const last = await tab.depart('/last');
    expect((await tab.arrive(last)).location.pathname).toBe('/last');
  });

  it('that began in the same second push out the one that was sent first', async () => {
    const tab = browser(application({ fetch }));
    const services = [];
    for (let i = 0; i < 17; i++) services.push(await tab.depart(`/${i}`));
    const statuses = [];
    for (const service of services) statuses.push((await tab.arrive(service)).status);
    expect(statuses).toEqual([403, ...Array(16).fill(302)]);
  });
});

describe('cookies that look like theirs', () => {
  const planted = (tab: Browser, names: readonly string[]): void => {
    for (const name of names) tab.jar.set(`__Host-${name}`, 'planted.value');
  };

  it('neither hinder a sign-in nor pile up', async () => {
    const tab = browser(application({ fetch }));
    planted(tab, ['who_cas', 'who_cas.', 'who_cas.x', `who_cas.S${'x'.repeat(22)}1`, `who_cas2.S${'x'.repeat(22)}1`]);
    planted(
      tab,
      Array.from({ length: 40 }, (_, i) => `who_cas.S${'y'.repeat(20)}${10 + i}1`),
    );
    const service = await tab.depart('/private');
    expect((await tab.arrive(service)).location.pathname).toBe('/private');
    await tab.depart();
    expect(states(tab).filter((name) => /\.S/.test(name)).length).toBeLessThanOrEqual(16);
    expect(tab.jar.has(`__Host-who_cas2.S${'x'.repeat(22)}1`)).toBe(true);
  });

  it('of the same name in front of the real one do not, either', async () => {
    const tab = browser(application({ fetch }));
    const service = await tab.depart('/private');
    const [[name, value] = ['', '']] = tab.jar;
    tab.jar.set(name, `planted; ${name}=planted.too; ${name}=${value}`);
    expect((await tab.arrive(service)).location.pathname).toBe('/private');
  });

  it('are read in no time, however many there are', () => {
    const { plugin, who } = application({ fetch });
    const cookie = Array.from({ length: 3000 }, (_, i) => `__Host-who_cas.S${'y'.repeat(18)}${1000 + i}1=${i}.x`).join(
      '; ',
    );
    const { exchange } = who.api(fakeRequest({ url: '/login/cas', headers: { cookie } }));
    const before = performance.now();
    expect(isPromise(plugin.identify(exchange))).toBe(false);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
