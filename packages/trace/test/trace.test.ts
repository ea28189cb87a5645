import { channel } from 'node:diagnostics_channel';
import { createWho, type Identifier, responseHead, type StageEvent } from '@who/core';
import { fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTrace, everyStep, journeyJson, journeyText, listText, type Step } from '../src/index.js';
import { engine, plain, traced, users, visit, withTrace } from './support.js';

const alice = { headers: { 'x-user': 'alice:secret' } };
const pathsOf = (journeys: readonly { path: string }[]): string[] => journeys.map(({ path }) => path);

describe('a trace', () => {
  it('keeps what has become of a request, call by call', async () => {
    const [journey] = await traced([{ ...alice, url: '/private?token=x', method: 'GET' }]);
    expect(journey).toMatchObject({
      method: 'GET',
      path: '/private',
      status: 200,
      userid: 'alice',
      classification: 'browser',
      isChallenged: false,
      code: undefined,
      omitted: 0,
    });
    expect(journey?.steps.map(({ stage, plugin, outcome }) => `${stage} ${plugin} ${outcome}`)).toEqual([
      'classify requestClassifier answered',
      'identify form none',
      'identify plain answered',
      'authenticate users answered',
      'metadata attributes answered',
      'decide challengeDecider none',
      'remember plain answered',
    ]);
    for (const { atMs, durationMs } of journey?.steps ?? []) {
      expect(atMs).toBeGreaterThanOrEqual(0);
      expect(atMs + durationMs).toBeLessThanOrEqual((journey?.durationMs ?? 0) + 1);
    }
  });

  it('has a login within the answer that makes it', async () => {
    const [journey] = await traced([{ url: '/login?login=alice&password=secret' }]);
    const reply = journey?.steps.find(({ stage }) => stage === 'reply');
    const [login, ...others] = reply?.steps ?? [];
    expect([login?.stage, login?.outcome, others]).toEqual(['login', 'answered', []]);
    expect(login?.steps.map(({ stage, plugin }) => `${stage} ${plugin}`)).toEqual([
      'authenticate users',
      'metadata attributes',
      'remember form',
      'remember plain',
    ]);
    expect(journey?.steps.map(({ stage }) => stage)).toEqual(['classify', 'identify', 'identify', 'reply']);
  });

  it('tells the login of an application from the request it is made in', async () => {
    await withTrace({}, async (trace) => {
      const api = engine().api(fakeRequest(alice));
      await api.authenticate();
      await api.login({ login: 'eve', password: 'x' });
      await api.login({ login: 'alice', password: 'secret' });
      await api.logout();
      await api.conclude(responseHead(200));
      const journey = trace.journey(api.exchange.number);
      expect(journey?.steps.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
        'classify answered',
        'identify none',
        'identify answered',
        'authenticate answered',
        'metadata answered',
        'login none',
        'login answered',
        'logout answered',
        'decide none',
      ]);
    });
  });

  it('tells logins apart from two sets of credentials that every authenticator looks at', async () => {
    const two = createWho({
      publicUrl: 'http://localhost:3000',
      plugins: { plain, other: plain, users, more: users },
      identifiers: ['plain', 'other'],
      authenticators: ['users', 'more'],
    });
    await withTrace({}, async (trace) => {
      const api = two.api(fakeRequest({ headers: { 'x-user': 'eve:x' } }));
      await api.authenticate();
      await api.login({ login: 'alice', password: 'secret' });
      const stages = trace.journey(api.exchange.number)?.steps.map(({ stage, plugin }) => `${stage} ${plugin}`.trim());
      expect(stages?.slice(3)).toEqual([
        ...['users', 'users', 'more', 'more'].map((one) => `authenticate ${one}`),
        'login',
      ]);
    });
  });

  it('shows what is under way, and what it takes', async () => {
    await withTrace({ now: () => 1_700_000_000_000 }, async (trace) => {
      const api = engine().api(fakeRequest({ url: '/slow' }));
      await api.authenticate();
      expect(trace.journey(api.exchange.number)).toMatchObject({ status: undefined, durationMs: undefined });
      await api.conclude(responseHead(204));
      const journey = trace.journey(api.exchange.number);
      expect(journey).toMatchObject({ status: 204, durationMs: expect.any(Number) });
      expect(Math.abs((journey?.startedMs ?? 0) - 1_700_000_000_000)).toBeLessThan(1000);
    });
  });

  it('knows requests of several engines apart, and of another copy of the engine', async () => {
    await withTrace({}, async (trace) => {
      const [one, two] = [engine(), engine()];
      const ids = await Promise.all([visit(one, { url: '/1' }), visit(two, { url: '/2' }), visit(one, { url: '/3' })]);
      expect(new Set(ids).size).toBe(3);
      expect(pathsOf(ids.flatMap((id) => trace.journey(id) ?? []))).toEqual(['/1', '/2', '/3']);
    });
  });

  it('of a hundred requests at once mixes up nothing', async () => {
    await withTrace({}, async (trace) => {
      const who = engine();
      const ids = await Promise.all(
        Array.from({ length: 100 }, (_, i) => visit(who, { ...(i % 2 ? alice : {}), url: `/${i}` })),
      );
      ids.forEach((id, i) => {
        const journey = trace.journey(id);
        expect([journey?.path, journey?.userid, journey?.steps.length]).toEqual([
          `/${i}`,
          i % 2 ? 'alice' : undefined,
          i % 2 ? 7 : 4,
        ]);
      });
    });
  });

  it('hears nothing any more once it is closed', async () => {
    const trace = createTrace();
    await visit(engine(), { url: '/kept' });
    trace.close();
    await visit(engine(), { url: '/unheard' });
    expect(pathsOf(trace.journeys())).toEqual(['/kept']);
    trace.close();
    trace.clear();
    expect([trace.size, trace.journeys()]).toEqual([0, []]);
  });
});

describe('what is kept has bounds:', () => {
  it('so many journeys, newest first', async () => {
    await withTrace({ maxJourneys: 3 }, async (trace) => {
      const ids = [];
      for (let i = 0; i < 5; i++) ids.push(await visit(engine(), { url: `/${i}` }));
      expect(trace.size).toBe(3);
      expect(pathsOf(trace.journeys())).toEqual(['/4', '/3', '/2']);
      expect(pathsOf(trace.journeys(1))).toEqual(['/4']);
      expect(trace.journey(ids[0] as number)).toBeUndefined();
      expect(trace.neighbours(ids[3] as number)).toEqual({ older: ids[2], newer: ids[4] });
      expect(trace.neighbours(ids[2] as number)).toEqual({ older: undefined, newer: ids[3] });
      expect(trace.neighbours(ids[0] as number)).toEqual({ older: undefined, newer: undefined });
    });
  });

  it('a journey in the place of another one has nothing of it, and leaves what was given out alone', async () => {
    await withTrace({ maxJourneys: 1 }, async (trace) => {
      await visit(engine(), { url: '/private', headers: { 'x-user': 'down:x' } }).catch(() => {});
      const former = trace.journeys()[0];
      const before = structuredClone(former);
      expect(former).toMatchObject({ path: '/private', code: 'LDAP_DOWN', status: 503 });

      // One call more than its own, so that each of its steps has been written over.
      await visit(engine(), alice);
      await visit(engine(), { url: '/open' });
      const { status, userid, code, steps } = trace.journeys()[0] ?? {};
      expect([status, userid, code]).toEqual([200, undefined, undefined]);
      const told = (step: Step): unknown[] => [step.stage, step.plugin, step.outcome, step.code, step.reasons];
      const [fresh] = await traced([{ url: '/open' }]);
      expect(steps?.map(told)).toEqual(fresh?.steps.map(told));
      expect(former).toEqual(before);
    });
  });

  it('a response that comes when its journey is gone is not one of its own', async () => {
    await withTrace({ maxJourneys: 1 }, async (trace) => {
      const late = engine().api(fakeRequest({ url: '/late' }));
      await late.authenticate();
      await visit(engine(), { url: '/next' });
      channel('who:response').publish({ request: late.exchange.number, status: 200, isChallenged: false });
      expect(pathsOf(trace.journeys())).toEqual(['/next']);
    });
  });

  it('so many calls, and the number of the others', async () => {
    const [journey] = await traced([alice], { options: { maxSteps: 4 } });
    expect([journey?.steps.length, journey?.omitted, journey?.status]).toEqual([4, 3, 200]);
  });

  it('texts, reasons and facts that a plugin makes up', async () => {
    const long = 'x'.repeat(100_000);
    const talker: Identifier = {
      ...plain,
      identify(exchange) {
        const facts = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, long]));
        for (let i = 0; i < 100; i++) exchange.explain?.({ code: long, text: `${i}${long}`, hint: long }, facts);
        return undefined;
      },
    };
    const who = createWho({
      publicUrl: 'http://localhost:3000',
      plugins: { talker },
      identifiers: ['talker'],
      requestClassifier: () => long,
    });
    const [journey] = await traced([{ url: `/${long}?${long}`, method: 'GET' }], { who });
    expect(JSON.stringify(journey).length).toBeLessThan(40_000);
    expect([journey?.path.length, journey?.classification.length]).toEqual([512, 64]);
  });

  it('whatever is published on the channels, nothing is thrown', async () => {
    await withTrace(
      {
        leaveOut: () => {
          throw new Error('not mine');
        },
      },
      (trace) => {
        for (const rubbish of [undefined, null, 0, {}, { request: 'x' }, { request: 1, reasons: 5, path: {} }]) {
          channel('who:identify').publish(rubbish);
          channel('who:response').publish(rubbish);
        }
        expect(trace.size).toBe(0);
      },
    );
  });
});

describe('what is not kept:', () => {
  it('what a user sent, or what is known about one', async () => {
    const secretive = {
      url: '/a?ticket=ST-hidden',
      headers: { 'x-user': 'alice:secret', cookie: 'auth_tkt=hidden' },
    };
    const journeys = await traced([secretive, { url: '/login?login=eve&password=hidden' }]);
    const shown = `${JSON.stringify(journeys)}${journeys.map((one) => journeyText(one)).join('')}${JSON.stringify(journeys.map(journeyJson))}`;
    expect(shown).not.toMatch(/hidden|secret|eve|example\.org/);
    expect(shown).toContain('alice');
  });

  it('requests that somebody leaves out', async () => {
    await withTrace({ leaveOut: (path) => path === '/healthz' }, async (trace) => {
      trace.leaveOut((path) => path.startsWith('/assets/'));
      for (const target of ['/healthz', '/assets/a.css', '/healthz/', '/']) await visit(engine(), { url: target });
      expect(pathsOf(trace.journeys())).toEqual(['/', '/healthz/']);
    });
  });

  it('what commands a terminal or turns a text around', async () => {
    const hostile = '/\u001b[2J\u0007\u202egnp.exe\u2028\u009b31m\ud800';
    await withTrace({}, (trace) => {
      const event: StageEvent = {
        request: -1,
        method: 'GET\r\n',
        path: hostile,
        stage: 'identify',
        startedMs: 5,
        plugin: 'plain',
        outcome: 'none',
        durationMs: 1,
        classification: 'a\u0000b',
        reasons: [{ code: 'X', text: 'It is {what}.', facts: { what: '\u001b]0;x\u0007' } }],
      };
      channel('who:identify').publish(event);
      channel('who:response').publish({ request: -1, status: 200, userid: 'a\u001b[31mb', isChallenged: false });
      const [journey] = trace.journeys();
      if (!journey) throw new Error('It is not kept.');
      expect(journey.path).toBe('/\\u{1b}[2J\\u{7}\\u{202e}gnp.exe\\u{2028}\\u{9b}31m\\u{d800}');
      for (const text of [journeyText(journey), listText([journey])]) {
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
      }
    });
  });

  it('nor what a random request holds in its query, headers or body', async () => {
    const secret = fc.stringMatching(/^[a-z]{12,20}$/);
    await fc.assert(
      fc.asyncProperty(secret, secret, async (one, two) => {
        const [journey] = await traced([
          { url: `/x?${one}=${two}`, headers: { 'x-user': `${one}:${two}`, cookie: two } },
        ]);
        const text = JSON.stringify(journey);
        expect(text.includes(one) || text.includes(two)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

it('says in every step of which stage it is', async () => {
  const [journey] = await traced([{ url: '/login?login=eve&password=x' }]);
  expect([...everyStep(journey?.steps ?? [])].map(({ stage }) => stage)).toEqual([
    'classify',
    'identify',
    'identify',
    'reply',
    'login',
    'authenticate',
    'forget',
    'forget',
  ]);
});
