import type { IncomingMessage } from 'node:http';
import { nodeRequest } from '@who/connect';
import { type Identity, responseHead, type Who } from '@who/core';
import { createTrace } from '@who/trace';
import { parse } from 'cookie';
import { sign, unsign } from 'cookie-signature';
import { secret } from '../secret.js';
import { ssoEngine } from '../sso.js';
import { NEW_TICKETS, ticketCookies, who1Cookies } from '../tickets.js';
import { adapterJobs } from './adapter.js';
import { engineWith } from './engines.js';
import { engineFromFile } from './from-file.js';
import { type RequestSource, requestsWith } from './requests.js';
import { listeners } from './telemetry.js';

/** What is done for one request, again and again. */
export type Job = () => void;

/** `seen`, or with a number: `idle-identifiers:10`. */
export function jobOf(name: string): Job | Promise<Job> {
  const [kind = '', size = '0'] = name.split(':');
  const make = jobs[kind];
  if (!make) throw new Error(`There is no job ${name}.`);
  return make(Number(size));
}

const jobs: Readonly<Record<string, (size: number) => Job | Promise<Job>>> = {
  /** The harness: what making the request costs. It is taken off the others. */
  harness() {
    const next = requestsWith(ticketCookies(1));
    return () => {
      if (next().headers.cookie === '') throw new Error('There is no cookie.');
    };
  },
  /** What hand-written code would do at least. */
  hmac() {
    const next = requestsWith([`session=${encodeURIComponent(`s:${sign('alice', secret)}`)}`]);
    return () => {
      const value = parse(next().headers.cookie ?? '')['session'] ?? '';
      if (unsign(value.slice(2), secret) !== 'alice') throw new Error('The bare loop is not signed in.');
    };
  },
  seen: () => signedIn(engineWith(), requestsWith(ticketCookies(1))),
  /** The same engine, out of a file. */
  'seen-from-file': async () => signedIn(await engineFromFile(), requestsWith(ticketCookies(1))),
  new: () => signedIn(engineWith(), requestsWith(ticketCookies(NEW_TICKETS))),
  'new-who1': () => signedIn(engineWith({ format: 'who1' }), requestsWith(who1Cookies(NEW_TICKETS))),
  metadata: () => signedIn(engineWith({ metadataUsers: 1 }), requestsWith(ticketCookies(1)), withMail),
  'five-plugins': () =>
    signedIn(
      engineWith({
        idleIdentifiers: 4,
        idleAuthenticators: 4,
        idleProviders: 4,
        idleChallengers: 5,
        metadataUsers: 1,
      }),
      requestsWith(ticketCookies(1)),
      withMail,
    ),
  sso: () => signedIn(ssoEngine(), requestsWith(ticketCookies(1))),
  anonymous() {
    // Another application's, and as long as a ticket: the harness makes requests of that size.
    const cookies = ticketCookies(1).map((cookie) => cookie.replace('auth_tkt', 'else_tkt'));
    const [who, next] = [engineWith(), requestsWith(cookies)];
    return () => {
      if (journey(who, next()) !== undefined) throw new Error('Nobody should be signed in.');
    };
  },
  ...adapterJobs,
  ...Object.fromEntries(Object.entries(listeners).map(([name, listen]) => [`telemetry-${name}`, () => heard(listen)])),
  /** The same while the journeys of so many requests are kept. */
  'seen-traced': (size) => traced(size, 'seen'),
  'five-plugins-traced': (size) => traced(size, 'five-plugins'),
  'anonymous-traced': (size) => traced(size, 'anonymous'),
  'idle-identifiers': (size) => signedIn(engineWith({ idleIdentifiers: size }), requestsWith(ticketCookies(1))),
  'idle-authenticators': (size) => signedIn(engineWith({ idleAuthenticators: size }), requestsWith(ticketCookies(1))),
  'idle-providers': (size) => signedIn(engineWith({ idleProviders: size }), requestsWith(ticketCookies(1))),
  /** So many in all, a third for each of the roles. */
  'idle-plugins': (size) =>
    signedIn(
      engineWith({
        idleIdentifiers: Math.ceil(size / 3),
        idleAuthenticators: Math.ceil((size - 1) / 3),
        idleProviders: Math.ceil((size - 2) / 3),
      }),
      requestsWith(ticketCookies(1)),
    ),
  /** Everybody in turn, each with a ticket and metadata of his own. */
  users(size) {
    const cookies = ticketCookies(size, 'sha256', (number) => `user${number}`);
    return signedIn(engineWith({ metadataUsers: size }), requestsWith(cookies), withMail);
  },
};

function heard(listen: () => void): Job {
  listen();
  return signedIn(engineWith({ metadataUsers: 1 }), requestsWith(ticketCookies(1)), withMail);
}

function traced(maxJourneys: number, job: string): Job | Promise<Job> {
  createTrace({ maxJourneys });
  return jobOf(job);
}

type Signed = ReturnType<typeof journey>;

const response = responseHead(200);

function journey(who: Who, request: IncomingMessage): Identity | undefined {
  const api = who.api(nodeRequest(request));
  api.authenticate();
  api.conclude(response);
  return api.identity;
}

function signedIn(who: Who, next: RequestSource, isRight: (identity: Signed) => boolean = () => true): Job {
  return () => {
    const identity = journey(who, next());
    if (identity === undefined || !isRight(identity)) throw new Error('The benchmark is not signed in.');
  };
}

function withMail(identity: Signed): boolean {
  return (identity?.metadata['attributes'] as { mail?: unknown } | undefined)?.mail !== undefined;
}
