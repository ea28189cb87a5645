import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fakeRequest } from '@who/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWho, responseHead, type StageEvent, type StageName, WhoError } from '../src/index.js';
import { fixedChallenger, fixedMetadata, headerIdentifier, later, listAuthenticator } from './support.js';

const stages: readonly StageName[] = [
  'classify',
  'identify',
  'authenticate',
  'metadata',
  'reply',
  'decide',
  'challenge',
  'remember',
  'forget',
  'forgetMetadata',
];

describe('diagnostics channels', () => {
  let events: StageEvent[] = [];
  const listen = (event: unknown): void => {
    events.push(event as StageEvent);
  };
  beforeEach(() => {
    events = [];
    for (const stage of stages) subscribe(`who:${stage}`, listen);
  });
  afterEach(() => {
    for (const stage of stages) unsubscribe(`who:${stage}`, listen);
  });
  const seen = () => events.map(({ stage, plugin, outcome }) => `${stage} ${plugin} ${outcome}`);

  const plugins = {
    a: headerIdentifier('x-a'),
    list: later(listAuthenticator('ann')),
    mail: fixedMetadata({ mail: 'ann@example.org' }),
    login: fixedChallenger({ status: 302 }),
  };
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins,
    identifiers: ['a'],
    authenticators: ['list'],
    metadataProviders: ['mail'],
    challengers: ['login'],
  });

  it('tell of each stage, with plugin, outcome and duration', async () => {
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann' } }));
    await api.authenticate();
    await api.conclude(responseHead(200));
    expect(seen()).toEqual([
      'classify requestClassifier answered',
      'identify a answered',
      'authenticate list answered',
      'metadata mail answered',
      'decide challengeDecider none',
      'remember a answered',
    ]);
    expect(events.every((event) => event.durationMs >= 0 && event.durationMs < 5000)).toBe(true);
    expect(events.at(-1)?.classification).toBe('browser');
  });

  it('tell of challenges and of failures', async () => {
    const api = who.api(fakeRequest({ headers: { 'x-a': 'eve' } }));
    await api.authenticate();
    await api.conclude(responseHead(401));
    expect(seen().slice(1)).toEqual([
      'identify a answered',
      'authenticate list none',
      'decide challengeDecider answered',
      'challenge login answered',
    ]);

    events = [];
    const down = {
      authenticate(): never {
        throw new WhoError('down', { code: 'LDAP_DOWN', plugin: 'x', status: 503 });
      },
    };
    const broken = createWho({
      publicUrl: 'https://app.example.org',
      plugins: { a: plugins.a, down },
      identifiers: ['a'],
      authenticators: ['down'],
    });
    expect(() => broken.api(fakeRequest({ headers: { 'x-a': 'ann' } })).authenticate()).toThrow();
    expect(events.at(-1)).toMatchObject({
      stage: 'authenticate',
      plugin: 'down',
      outcome: 'failed',
      code: 'LDAP_DOWN',
    });
  });

  it('never carry what a user sent or what is known about one', async () => {
    const api = who.api(fakeRequest({ headers: { 'x-a': 'ann', cookie: 'secret-cookie=1' } }));
    await api.authenticate();
    await api.conclude(responseHead(401));
    expect(JSON.stringify(events)).not.toMatch(/ann|secret-cookie|example\.org/);
  });
});
