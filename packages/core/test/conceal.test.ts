import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { createWho, type Identifier } from '../src/index.js';
import { headerIdentifier, later, listAuthenticator, NamedCredentials } from './support.js';

describe.each([
  { way: 'at once', as: <P extends object>(plugin: P): P => plugin },
  { way: 'by a promise', as: later },
])('an identifier that conceals $way', ({ as }) => {
  const hiding: Identifier = {
    identify: (exchange) => {
      const name = exchange.header('x-own');
      return { credentials: name === undefined ? undefined : new NamedCredentials(name), conceal: ['x-a', 'X-Own'] };
    },
    remember: () => undefined,
    forget: () => undefined,
  };
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { hiding: as(hiding), a: headerIdentifier('x-a'), all: listAuthenticator('ann', 'eve') },
    identifiers: ['hiding', 'a'],
    authenticators: ['all'],
  });

  it('keeps headers from the plugins behind it and from the application', async () => {
    const req = fakeRequest({ headers: { X_A: 'eve', 'X-A': 'eve', Accept: 'a/b' } });
    expect(await who.api(req).authenticate()).toBeUndefined();
    expect(req.headerLines).toEqual(['Accept', 'a/b']);
  });

  it('still gives credentials', async () => {
    const req = fakeRequest({ headers: { Accept: [], 'X-A': 'eve', 'X-Own': 'ann' } });
    const api = who.api(req);
    expect(await api.authenticate()).toMatchObject({ userid: 'ann', identifier: 'hiding' });
    expect(api.earlyReply).toBeUndefined();
    expect(req.headerLines).toEqual([]);
  });

  it('has no say where a layer above has found out who it is', async () => {
    const req = fakeRequest({ headers: { Accept: [], 'X-A': 'eve' } });
    expect(await who.api(req, 'ann').authenticate()).toMatchObject({ userid: 'ann' });
    expect(req.headerLines).toEqual(['X-A', 'eve']);
  });
});
