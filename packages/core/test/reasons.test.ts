import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fakeExchange, fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import {
  apiAwareRequestClassifier,
  createWho,
  defaultChallengeDecider,
  defaultRequestClassifier,
  type Facts,
  passThroughChallengeDecider,
  type Reason,
  responseHead,
  type StageEvent,
  type WhoOptions,
} from '../src/index.js';
import { fixedChallenger, fixedMetadata, headerIdentifier, listAuthenticator } from './support.js';

type Said = [code: string, facts?: Facts | undefined][];

describe('classifiers say what counted', () => {
  const said = (classify: typeof defaultRequestClassifier, request: Parameters<typeof fakeRequest>[0]): Said => {
    const all: Said = [];
    const explain = ({ code }: Reason, facts?: Facts) => all.push([code, facts]);
    classify(fakeExchange({ ...request, explain }));
    return all;
  };

  it.each([
    [{ method: 'PROPFIND' }, { kind: 'dav', by: 'method' }],
    [{ headers: { 'User-Agent': 'davlib' } }, { kind: 'dav', by: 'User-Agent' }],
    [
      { method: 'POST', headers: { 'Content-Type': 'Text/XML; a' } },
      { kind: 'xmlpost', by: 'Content-Type' },
    ],
    [{}, { kind: 'browser', by: 'nothing else' }],
  ])('%o: %o', (request, facts) => {
    expect(said(defaultRequestClassifier, request)).toEqual([['CLASSIFIED', facts]]);
  });

  it('and what makes a program of a browser', () => {
    expect(said(apiAwareRequestClassifier, { headers: { Accept: 'application/json' } }).at(-1)).toEqual([
      'CLASSIFIED',
      { kind: 'api', by: 'Sec-Fetch-Mode, X-Requested-With or Accept' },
    ]);
  });
});

describe('deciders say which status and which header it was', () => {
  it.each<[typeof defaultChallengeDecider, number, Record<string, string>, Said[0]]>([
    [defaultChallengeDecider, 401, { 'Content-Type': 'text/html' }, ['STATUS_CHALLENGES', { status: 401 }]],
    [defaultChallengeDecider, 403, {}, ['STATUS_LEFT_ALONE', { status: 403 }]],
    [passThroughChallengeDecider, 401, {}, ['STATUS_CHALLENGES', { status: 401 }]],
    [passThroughChallengeDecider, 200, { 'Content-Type': 'text/html' }, ['STATUS_LEFT_ALONE', { status: 200 }]],
    [
      passThroughChallengeDecider,
      401,
      { 'Content-Type': 'text/html; charset=utf-8' },
      ['CHALLENGED_ALREADY', { header: 'text/html' }],
    ],
    [
      passThroughChallengeDecider,
      401,
      { 'WWW-Authenticate': 'Basic' },
      ['CHALLENGED_ALREADY', { header: 'WWW-Authenticate' }],
    ],
  ])('%o %i %o', (decide, status, headers, expected) => {
    const all: Said = [];
    const exchange = fakeExchange({ explain: ({ code }, facts) => all.push([code, facts]) });
    decide(exchange, responseHead(status, Object.entries(headers)));
    expect(all).toEqual([expected]);
  });
});

describe('the engine says', () => {
  const plugins = {
    a: headerIdentifier('x-a'),
    list: listAuthenticator('ann'),
    mail: fixedMetadata({ mail: 'ann@example.org' }),
    login: fixedChallenger({ status: 302 }),
  };
  type Parts = Partial<WhoOptions<typeof plugins, []>>;
  const engine = (parts: Parts) => createWho({ publicUrl: 'https://app.example.org', plugins, ...parts });

  async function eventsOf(name: string, during: () => unknown): Promise<StageEvent[]> {
    const events: StageEvent[] = [];
    const listen = (event: unknown): void => void events.push(event as StageEvent);
    subscribe(`who:${name}`, listen);
    try {
      await during();
    } finally {
      unsubscribe(`who:${name}`, listen);
    }
    return events;
  }

  it('who takes no part in requests of this kind, and what they are for', async () => {
    const who = engine({
      identifiers: [{ plugin: 'a', only: ['dav', 'api'] }],
      challengers: [{ plugin: 'login', only: ['browser'] }],
    });
    const told = async (method: string) =>
      (await eventsOf('classify', () => who.api(fakeRequest({ method })).authenticate())).flatMap(({ reasons }) =>
        reasons.filter(({ code }) => code === 'OTHER_CLASSIFICATION').map(({ facts }) => facts),
      );
    expect(await told('GET')).toEqual([{ role: 'identifier', plugin: 'a', only: 'dav, api' }]);
    expect(await told('PROPFIND')).toEqual([{ role: 'challenger', plugin: 'login', only: 'browser' }]);
  });

  it('the kind that a request has, with the event itself', async () => {
    const who = engine({ identifiers: [{ plugin: 'a', only: ['dav'] }] });
    const [event] = await eventsOf('classify', () => who.api(fakeRequest({ method: 'LOCK' })).authenticate());
    expect(event).toMatchObject({ classification: 'dav', outcome: 'answered' });
  });

  it('that a challenge needs a page load', async () => {
    const accept = (type: string) => fakeRequest({ headers: { Accept: type } });
    const told = async (parts: Parts, type: string) => {
      const who = engine({ challengers: ['login'], ...parts });
      const [event] = await eventsOf('decide', () => who.api(accept(type)).conclude(responseHead(401)));
      return event?.reasons.map(({ code }) => code);
    };
    expect(await told({}, 'application/json')).toEqual(['STATUS_CHALLENGES', 'NO_PAGE']);
    expect(await told({}, 'text/html')).toEqual(['STATUS_CHALLENGES']);
    expect(await told({ challengeRequests: 'all' }, 'application/json')).toEqual(['STATUS_CHALLENGES']);
  });

  it('once what becomes of a plugin whose answer cannot be sent', async () => {
    const who = engine({ challengers: ['login'], plugins: { ...plugins, login: fixedChallenger({ status: 99 }) } });
    const events = await eventsOf('challenge', async () => {
      const asked = who.api(fakeRequest({ headers: { Accept: 'text/html' } }));
      await expect((async () => asked.conclude(responseHead(401)))()).rejects.toThrow('99');
    });
    expect(events.map(({ outcome, code }) => [outcome, code])).toEqual([['failed', 'BAD_ANSWER']]);
  });
});
