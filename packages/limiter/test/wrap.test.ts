import { type Authenticator, createWho, type Exchange, type Identity } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { createLimiter, limited } from '../src/index.js';
import { codeOf } from './support.js';

describe('a limited plugin', () => {
  it('is the plugin in all else, with what its classes keep to themselves', async () => {
    class Base {
      #closed = 0;
      get closed(): number {
        return this.#closed;
      }
      close(): number {
        return ++this.#closed;
      }
    }
    class Users extends Base implements Authenticator {
      readonly name = 'users';
      #asked = 0;
      authenticate(): undefined {
        this.#asked++;
        return undefined;
      }
      asked(): number {
        return this.#asked;
      }
    }
    const plugin = Object.freeze(new Users());
    const wrapped = limited(plugin);
    expect(wrapped).toBeInstanceOf(Users);
    expect(wrapped.name).toBe('users');
    expect(wrapped.closed).toBe(0);
    expect(wrapped.close()).toBe(1);
    expect([wrapped.closed, plugin.closed]).toEqual([1, 1]);
    expect(wrapped.asked()).toBe(0);
    expect(Object.keys(wrapped)).toContain('name');
  });

  it('closes a limiter of its own, and leaves one of others', async () => {
    const guess = { user: 'alice' };
    const plugin = { authenticate: () => undefined, close: () => 'closed' };
    const own = limited(plugin);
    expect(own.close()).toBe('closed');
    expect(await codeOf(() => own.limiter.check({ address: '' }, guess))).toBe('LIMITER_CLOSED');
    const limiter = createLimiter();
    const shared = limited(plugin, { limiter });
    expect(shared.limiter).toBe(limiter);
    expect(shared.close()).toBe('closed');
    expect(limiter.check({ address: '192.0.2.1' }, guess)).toBe(0);
  });

  it('plays its other roles under its own name', async () => {
    const names: unknown[] = [];
    const form = {
      authenticates: [],
      needs: { ticket: 'identifier' },
      anyClient: true,
      identify: () => undefined,
      authenticate: () => undefined,
      forget: () => undefined,
      remember(exchange: Exchange, _identity: Identity) {
        names.push(exchange.nameOf(form));
        return undefined;
      },
    } as const;
    const ticket = { identify: () => undefined, remember: () => undefined, forget: () => undefined };
    const twice = limited(limited(form));
    const plugins = { form: twice, ticket };
    createWho({
      publicUrl: 'http://localhost',
      plugins,
      identifiers: ['form', 'ticket'],
      authenticators: ['form'],
    });
    await twice.remember(fakeExchange({ plugins }), {} as Identity);
    expect(names).toEqual(['form']);
    expect([twice.needs, twice.anyClient]).toEqual([form.needs, true]);
  });
});
