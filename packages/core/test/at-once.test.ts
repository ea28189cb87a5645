import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AnyWhoOptions,
  apiAwareRequestClassifier,
  type Credentials,
  createWho,
  type HeaderList,
  isPromise,
  type Plugin,
  type Plugins,
  responseHead,
  WhoError,
  type WhoOptions,
} from '../src/index.js';
import { NamedCredentials } from './support.js';

/*
 * While nobody listens to the diagnostics channels, requests go another way through the engine than while somebody
 * does. Whatever the plugins do, both ways have to end the same.
 */

const says = (...answers: readonly string[]) => fc.record({ says: fc.constantFrom(...answers), later: fc.boolean() });

const journeys = fc.record({
  classifier: fc.oneof(fc.constantFrom('default', 'aware'), says('browser', 'robot', 'failure')),
  identifiers: fc.array(
    fc.record({
      finds: says('nothing', 'nothing', 'somebody', 'somebody kept', 'reply', 'maker', 'conceal', 'failure'),
      accepts: says('nothing', 'everybody', 'everybody', 'failure'),
      remembers: says('nothing', 'header', 'bad header', 'failure'),
      limited: fc.integer({ max: 5, min: 0 }).map((dice) => dice === 0),
    }),
    { maxLength: 4 },
  ),
  authenticators: fc.array(says('nothing', 'nothing', 'everybody', 'failure'), { maxLength: 3 }),
  providers: fc.array(says('nothing', 'metadata', 'metadata', 'failure'), { maxLength: 3 }),
  challengers: fc.array(says('nothing', 'reply', 'failure'), { maxLength: 2 }),
  decider: fc.oneof(fc.constant('default'), says('yes', 'no', 'failure')),
  accept: fc.constantFrom('text/html', 'application/json'),
  status: fc.constantFrom(200, 200, 401),
});

type Journey = typeof journeys extends fc.Arbitrary<infer J> ? J : never;
type Says = Journey['authenticators'][number];

class KeptCredentials extends NamedCredentials {
  override readonly remembered = true;
}

/** Everything that can be seen of a request: who was asked for what, in which order, and what came of it. */
async function travel(journey: Journey): Promise<Record<string, unknown>> {
  const calls: string[] = [];
  const ask = <T>(call: string, { says, later }: Says, answers: Readonly<Record<string, T>>): T | Promise<T> => {
    calls.push(call);
    const answer = (): T => {
      if (says === 'failure')
        throw call.length % 2 === 0 ? new Error(call) : new WhoError(call, { code: 'OFF', plugin: call });
      return answers[says] as T;
    };
    return later ? Promise.resolve().then(answer) : answer();
  };

  const plugins: Record<string, Plugin> = {};
  const named = <P>(role: string, plans: readonly P[], make: (plan: P, name: string) => Plugin): string[] =>
    plans.map((plan, index) => {
      const name = `${role}${index}`;
      plugins[name] = make(plan, name);
      return name;
    });
  const everybody = { nothing: undefined, everybody: { userid: 'ann', tokens: ['staff'], userdata: 'x' } };
  const identifiers = named('identifier', journey.identifiers, ({ finds, accepts, remembers }, name) => ({
    identify: () =>
      ask<Credentials | object | undefined>(`${name} identify`, finds, {
        somebody: new NamedCredentials(name),
        'somebody kept': new KeptCredentials(name),
        reply: { reply: { status: 503 }, credentials: new NamedCredentials(name) },
        maker: { reply: (_who: unknown, before: () => unknown) => before() },
        conceal: { conceal: ['x-secret'] },
      }),
    authenticate: () => ask(`${name} authenticate`, accepts, everybody),
    remember: (_exchange, identity) =>
      ask<HeaderList | undefined>(`${name} remember`, remembers, {
        header: [['Set-Cookie', identity.userid]],
        'bad header': [['Set-Cookie', 'a\r\nb']],
      }),
    forget: () => [['Set-Cookie', `${name}=`]],
  }));
  const authenticators = named('authenticator', journey.authenticators, (plan, name) => ({
    authenticate: () => ask(name, plan, everybody),
  }));
  const metadataProviders = named('provider', journey.providers, (plan, name) => ({
    addMetadata: () => ask(name, plan, { nothing: undefined, metadata: { [name]: true, last: name } }),
  }));
  const challengers = named('challenger', journey.challengers, (plan, name) => ({
    challenge: () => ask(name, plan, { nothing: undefined, reply: { status: 302 } }),
  }));
  const { classifier, decider } = journey;
  const options: AnyWhoOptions = {
    publicUrl: 'https://app.example.org',
    plugins,
    identifiers: identifiers.map((plugin, i) =>
      journey.identifiers[i]?.limited ? { plugin, only: ['browser', 'api'] } : plugin,
    ),
    authenticators: [...authenticators.slice(0, 1), ...identifiers, ...authenticators.slice(1)],
    metadataProviders,
    challengers,
    requestClassifier:
      typeof classifier === 'object'
        ? () => ask('classifier', classifier, { browser: 'browser', robot: 'robot' })
        : classifier === 'aware'
          ? apiAwareRequestClassifier
          : undefined,
    challengeDecider: typeof decider === 'object' ? () => ask('decider', decider, { yes: true, no: false }) : undefined,
    logger: { debug() {}, warn: (message) => calls.push(message), error: (message) => calls.push(message) },
  };

  const request = fakeRequest({ headers: { accept: journey.accept, 'x-secret': 'x' } });
  const api = createWho(options as WhoOptions<Plugins, []>).api(request);
  const seen = async (step: () => unknown): Promise<unknown> => {
    try {
      const result = step();
      return isPromise(result) ? { later: await result } : { now: result };
    } catch (error) {
      return error instanceof WhoError ? `${error.code} ${error.message}` : error;
    }
  };
  const found = await seen(() => api.authenticate());
  return {
    found,
    again: await seen(() => api.authenticate()),
    who: api.identity && { ...api.identity },
    reply: api.earlyReply,
    classification: api.exchange.classification,
    concluded: await seen(() => api.conclude(responseHead(journey.status, [['Set-Cookie', 'own=1']]))),
    headers: [...request.headerLines],
    calls,
  };
}

const stages = 'classify identify authenticate metadata reply decide challenge remember forget forgetMetadata'.split(
  ' ',
);

it('ends the same, watched or not, with 10,000 engines', async () => {
  const plans = fc.sample(journeys, { numRuns: 10_000, seed: 20_261_128 });
  const unwatched: Record<string, unknown>[] = [];
  for (const plan of plans) unwatched.push(await travel(plan));

  let events = 0;
  const listen = (): void => {
    events++;
  };
  for (const stage of stages) subscribe(`who:${stage}`, listen);
  try {
    for (const [index, plan] of plans.entries())
      expect(await travel(plan), JSON.stringify(plan)).toEqual(unwatched[index]);
  } finally {
    for (const stage of stages) unsubscribe(`who:${stage}`, listen);
  }

  // What there was to be told apart.
  const count = (is: (outcome: Record<string, unknown>) => unknown): number => unwatched.filter(is).length;
  expect(events).toBeGreaterThan(50_000);
  expect(count(({ who }) => who)).toBeGreaterThan(1500);
  expect(count(({ found }) => typeof found === 'string')).toBeGreaterThan(2000);
  expect(count(({ found }) => typeof found === 'object' && found !== null && 'now' in found)).toBeGreaterThan(1000);
  expect(count(({ concluded }) => typeof concluded === 'string')).toBeGreaterThan(500);
});
