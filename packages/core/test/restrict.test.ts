import { fakeRequest } from '@who/testkit';
import { describe, expect, it, vi } from 'vitest';
import {
  type Authenticator,
  allOf,
  anyOf,
  authenticated,
  createWho,
  hasToken,
  isPromise,
  not,
  type Predicate,
  restrict,
} from '../src/index.js';
import { headerIdentifier, NamedCredentials } from './support.js';

const everybody: Authenticator = {
  authenticate: (_exchange, credentials) =>
    credentials instanceof NamedCredentials ? { userid: credentials.name, tokens: ['staff', 'Admin'] } : undefined,
};
const who = createWho({
  publicUrl: 'https://app.example.org',
  plugins: { a: headerIdentifier('x-a'), everybody },
  identifiers: ['a'],
  authenticators: ['everybody'],
});
const yes: Predicate = () => true;
const no: Predicate = async () => false;

describe.each([
  { name: 'authenticated()', predicate: authenticated(), somebody: undefined, nobody: 401 },
  { name: "hasToken('staff')", predicate: hasToken('staff'), somebody: undefined, nobody: 401 },
  { name: "hasToken('admin'), in another case", predicate: hasToken('admin'), somebody: 403, nobody: 401 },
  { name: "hasToken('admin', 'staff')", predicate: hasToken('admin', 'staff'), somebody: undefined, nobody: 401 },
  { name: "hasToken('admin', 'editor')", predicate: hasToken('admin', 'editor'), somebody: 403, nobody: 401 },
  { name: 'hasToken() of JavaScript', predicate: Reflect.apply(hasToken, undefined, []), somebody: 403, nobody: 401 },
  { name: "hasToken('')", predicate: hasToken(''), somebody: 403, nobody: 401 },
  { name: 'not(authenticated())', predicate: not(authenticated()), somebody: 403, nobody: undefined },
  { name: 'not(async no)', predicate: not(no), somebody: undefined, nobody: undefined },
  { name: 'anyOf(no, yes)', predicate: anyOf(no, yes), somebody: undefined, nobody: undefined },
  { name: 'anyOf(no, no)', predicate: anyOf(no, no), somebody: 403, nobody: 401 },
  { name: 'anyOf()', predicate: anyOf(), somebody: 403, nobody: 401 },
  { name: 'allOf(yes, no)', predicate: allOf(yes, no), somebody: 403, nobody: 401 },
  { name: 'allOf(yes, authenticated())', predicate: allOf(yes, authenticated()), somebody: undefined, nobody: 401 },
  { name: 'allOf()', predicate: allOf(), somebody: 403, nobody: 401 },
  {
    name: 'your own',
    predicate: ((identity) => identity?.userid === 'ann') as Predicate,
    somebody: undefined,
    nobody: 401,
  },
])('restrict($name)', ({ predicate, somebody, nobody }) => {
  it('somebody', async () => {
    expect(await restrict(predicate)(who.api(fakeRequest({ headers: { 'x-a': 'ann' } })))).toBe(somebody);
  });
  it('nobody', async () => {
    expect(await restrict(predicate)(who.api(fakeRequest()))).toBe(nobody);
  });
});

describe('restrict', () => {
  it('lets nobody pass on an answer that is not exactly true', async () => {
    const careless = (() => 'yes') as never as Predicate;
    expect(await restrict(careless)(who.api(fakeRequest()))).toBe(401);
  });

  it('stops asking once it is decided, and answers at once where it can', () => {
    const asked = vi.fn(yes);
    expect(isPromise(restrict(anyOf(yes, asked))(who.api(fakeRequest())))).toBe(false);
    expect(restrict(allOf(() => false, asked))(who.api(fakeRequest()))).toBe(401);
    expect(asked).not.toHaveBeenCalled();
  });
});
