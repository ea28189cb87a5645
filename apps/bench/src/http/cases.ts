import { redisIsThere } from '../redis/redis-server.js';
import { repozeIsThere } from './repoze.js';

/** A server and what it is asked with. */
export interface HttpCase {
  readonly id: string;
  readonly label: string;
  readonly server: string;
  /**
   * Another server whose modules are loaded, too, so that both have the same: what Node has loaded before decides how its
   * own code is compiled. It opens a file for each, and how many of those it has seen makes each request dearer or cheaper.
   */
  readonly beside?: string | undefined;
  /** What runs the server. @default this Node */
  readonly program?: string | undefined;
  /** What a login gave; a ticket that nobody reads; tickets that it has never seen; one MD5 ticket; or none. */
  readonly cookies: 'login' | 'ticket' | 'new tickets' | 'md5 ticket' | 'none';
  /** It knows no users: everybody is alice. */
  readonly greetsAll?: boolean | undefined;
  /** The bare framework that is asked the same. @default `connect`, whose requests have a cookie, too */
  readonly base?: string | undefined;
}

/** Bare Connect: with a cookie that it does not read, and without one. Node takes its time for a header, too. */
const BASES: readonly HttpCase[] = [
  { id: 'connect', label: 'bare Connect', server: 'connect', cookies: 'ticket', greetsAll: true },
  {
    id: 'connect-no-cookie',
    label: 'bare Connect, no cookie',
    server: 'connect',
    cookies: 'none',
    greetsAll: true,
    base: 'connect-no-cookie',
  },
];

/** The id of the case that one is compared with. */
export function baseCaseOf({ base = 'connect' }: HttpCase): string {
  return base;
}

export function isBase(id: string): boolean {
  return BASES.some((base) => base.id === id);
}

/** What the hot path is judged by: few enough for each change. */
export const ownCases: readonly HttpCase[] = [
  ...BASES,
  { id: 'who-seen', label: '@who, ticket seen before', server: 'who', cookies: 'login' },
  { id: 'who-new', label: '@who, a new ticket each time', server: 'who', cookies: 'new tickets' },
  { id: 'who-metadata', label: '@who, with metadata in memory', server: 'who-metadata', cookies: 'login' },
  { id: 'who-anonymous', label: '@who, anonymous', server: 'who', cookies: 'none', base: 'connect-no-cookie' },
  { id: 'who-sso', label: '@who, header-sso, CAS, ticket seen before, Basic', server: 'who-sso', cookies: 'login' },
];

const peerCases: readonly HttpCase[] = [
  {
    id: 'connect-least',
    label: 'Connect, one property written on each',
    server: 'connect-least',
    cookies: 'ticket',
    greetsAll: true,
  },
  {
    id: 'connect-least-no-cookie',
    label: 'Connect, one property written on each, no cookie',
    server: 'connect-least',
    cookies: 'none',
    greetsAll: true,
    base: 'connect-no-cookie',
  },
  { id: 'node-http', label: 'bare node:http', server: 'node-http', cookies: 'ticket', greetsAll: true },
  { id: 'connect-hmac', label: 'Connect, one HMAC cookie check', server: 'connect-hmac', cookies: 'login' },
  {
    id: 'passport-express-session',
    label: 'Connect, passport, express-session',
    server: 'passport-express-session',
    cookies: 'login',
  },
  {
    id: 'passport-cookie-session',
    label: 'Connect, passport, cookie-session',
    server: 'passport-cookie-session',
    cookies: 'login',
  },
  {
    id: 'better-auth',
    label: 'Connect, better-auth, session cached in a cookie',
    server: 'better-auth',
    cookies: 'login',
  },
  { id: 'iron-session', label: 'Connect, iron-session', server: 'iron-session', cookies: 'login' },
  { id: 'express-session', label: 'Express, express-session', server: 'express-session', cookies: 'login' },
  { id: 'fastify-session', label: 'Fastify, @fastify/session', server: 'fastify/session', cookies: 'login' },
  {
    id: 'fastify-secure-session',
    label: 'Fastify, @fastify/secure-session',
    server: 'fastify/secure-session',
    cookies: 'login',
  },
];

const redisCase: HttpCase = {
  id: 'who-redis',
  label: '@who, with metadata in Redis',
  server: 'who-redis',
  cookies: 'login',
};

const repozeCase: HttpCase = {
  id: 'repoze',
  label: 'repoze.who behind waitress',
  server: 'repoze',
  cookies: 'md5 ticket',
};

export function allCases(): readonly HttpCase[] {
  return [...ownCases, ...(redisIsThere ? [redisCase] : []), ...peerCases, ...(repozeIsThere ? [repozeCase] : [])];
}
