import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '@who/core';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { authPubtkt } from '../src/index.js';
import { cookieOf, given, NOW_SECONDS, PEM, PUBLIC, plugin, recognise, signer, ticketOf, visit } from './support.js';

/** The public half of the key in mod_auth_pubtkt's php-login, whose private half lies beside it. */
const EXAMPLE = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQClgoPHTuJJd+zbKqS9ULxn1XGB
dTVUkQUs02fTkgXOP2M5HhARuYE7S1D0OXet66G21zCyi29xCHzJvvSkwFkUc/rm
TqjJQX7qqG8N8GdE+CwhoBJBWxThhRINUzcgmI/0+bADFCzZH+1bSXpgI0Te82Xh
9q2ydt1CaEZNrXhsNQIDAQAB
-----END PUBLIC KEY-----`;

const long = { validUntilSeconds: NOW_SECONDS + 1e6 };
const cookie = cookieOf(ticketOf('bob', long));
const others = cookieOf(ticketOf('bob', long), 'other');
const log: string[] = [];
const logger = { debug: () => {}, warn: (message: string) => log.push(message), error: () => {} };
const at = (seconds: number, from = cookie): Exchange =>
  visit({ cookie: from, atSeconds: NOW_SECONDS + seconds, logger });

const warnings = vi.spyOn(process, 'emitWarning');
beforeEach(() => {
  log.length = 0;
  warnings.mockReset().mockImplementation(() => undefined);
});
afterEach(() => {
  warnings.mockReset();
});
const warned = (): unknown[] => warnings.mock.calls.map(([, options]) => (options as { code?: unknown }).code);

describe('keys', () => {
  it.each([
    ['a text', PEM.rsaPublic],
    ['a text with several', `# old and new\n${PEM.otherPublic}\n${PEM.rsaPublic}`],
    ['several texts', [PEM.otherPublic, PEM.rsaPublic]],
    ['a function', () => PEM.rsaPublic],
    ['a function and a text', [PEM.otherPublic, () => PEM.rsaPublic]],
    ['PKCS #1', PUBLIC.rsa.export({ type: 'pkcs1', format: 'pem' }) as string],
  ])('come from %s', (_what, publicKeys) => {
    expect(recognise(plugin({ publicKeys }), at(0))?.userid).toBe('bob');
  });

  it.each([
    ['no text', ''],
    ['no key', 'none'],
    ['an empty list', []],
    ['nothing', undefined],
    ['a number', 42],
    ['half a key', PEM.rsaPublic.slice(0, 200)],
    ['a broken key', PEM.rsaPublic.replace(/[A-Z]{3}/, '!!!')],
    ['a private key', PEM.rsa],
    ['a private key beside a public one', PEM.rsaPublic + PEM.rsa],
    ['an elliptic curve', PEM.ecPublic],
    ['DSA, unasked', PEM.dsaPublic],
    ['nine keys', PEM.rsaPublic.repeat(9)],
    ['a file that is not there', { file: '/nowhere/key.pem' }],
    ['a file without a name', { file: '' }],
    ['a file with more', { file: 'x', reload: true }],
    ['a key of the examples', EXAMPLE],
  ])('are refused: %s', (_what, publicKeys) => {
    const make = (): unknown => authPubtkt(given({ publicKeys }));
    expect(make).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
    expect(make).toThrow('Option "publicKeys"');
    expect(make).not.toThrow(/MII|[\w+/]{40}/);
  });

  it('are refused when they are private and no such', () => {
    for (const privateKey of ['', 'none', PEM.rsaPublic, PEM.dsa, PEM.rsa.slice(0, 300)]) {
      expect(() => signer({ privateKey })).toThrow('Option "signing.privateKey"');
    }
  });

  it('draw warnings by name: SHA-1, DSA, short ones', () => {
    plugin({ oldDigests: ['sha1'] });
    plugin({ digest: 'sha1', oldDigests: ['sha1'] });
    plugin({ keyTypes: ['dsa'], publicKeys: PEM.dsaPublic });
    plugin({ publicKeys: [PEM.shortPublic, PEM.rsaPublic] });
    plugin({ publicKeys: [PEM.otherPublic, PEM.rsaPublic], digest: 'sha512' });
    expect(warned()).toEqual(['AUTH_PUBTKT_SHA1', 'AUTH_PUBTKT_SHA1', 'AUTH_PUBTKT_DSA', 'AUTH_PUBTKT_SHORT_KEY']);
  });

  it('verify with each digest that is named, and no other', () => {
    const old = plugin({ digest: 'sha512', oldDigests: ['sha256'] });
    expect(recognise(old, at(0))?.userid).toBe('bob');
    expect(recognise(plugin({ digest: 'sha512' }), at(0))).toBeUndefined();
  });
});

describe('keys that change', () => {
  it('are read from their file again, beside the requests; what the old have verified is forgotten', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'who-pubtkt-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'keys.pem');
    await writeFile(file, PEM.otherPublic);
    const ticket = plugin({ publicKeys: { file } });
    expect(recognise(ticket, at(0, others))?.userid).toBe('bob');
    await writeFile(file, `# The new one\n${PEM.rsaPublic}`);
    expect(recognise(ticket, at(59, others))?.userid).toBe('bob');
    recognise(ticket, at(60, others));
    await vi.waitFor(() => expect(recognise(ticket, at(61))?.userid).toBe('bob'));
    expect(recognise(ticket, at(61, others)), 'its ticket was remembered').toBeUndefined();
  });

  it('leave the old in force while they cannot be used', () => {
    let text = PEM.rsaPublic;
    const ticket = plugin({ publicKeys: () => text, reloadSeconds: 10 });
    recognise(ticket, at(0));
    text = PEM.rsaPublic.slice(0, 99);
    expect(recognise(ticket, at(10))?.userid).toBe('bob');
    expect(recognise(ticket, at(20))?.userid).toBe('bob');
    expect(log).toEqual([expect.stringMatching(/Keeping what was there before.*Option "publicKeys"/)]);
    expect(log[0]).not.toContain('MII');
  });

  it('are asked for when the first ticket comes', () => {
    const source = vi.fn(() => PEM.rsaPublic);
    const ticket = plugin({ publicKeys: source });
    expect(recognise(ticket, visit())).toBeUndefined();
    expect(source).not.toHaveBeenCalled();
    expect(recognise(ticket, at(0))?.userid).toBe('bob');
  });

  it('are asked for sooner when a signature fits none', () => {
    let text = PEM.otherPublic;
    const source = vi.fn(() => text);
    const ticket = plugin({ publicKeys: source, reloadSeconds: 3600 });
    expect(recognise(ticket, at(0))).toBeUndefined();
    text = PEM.rsaPublic;
    expect(recognise(ticket, at(4))).toBeUndefined();
    expect(recognise(ticket, at(5))?.userid).toBe('bob');
    expect(recognise(ticket, at(60))?.userid).toBe('bob');
    expect(source).toHaveBeenCalledTimes(2);
  });

  it('come later by a promise, at first', async () => {
    const ticket = plugin({ publicKeys: async () => PEM.rsaPublic });
    expect(await ticket.identify(at(0))).toBeDefined();
    expect(recognise(ticket, at(0))?.userid, 'from then on at once').toBe('bob');
  });

  it.each<[string, () => string | Promise<string>]>([
    ['no text', () => 42 as unknown as string],
    ['a private key', () => PEM.rsa],
    ['an error', () => Promise.reject(new Error('gone'))],
  ])('that are %s end requests with a ticket, and no others', async (_what, publicKeys) => {
    const ticket = plugin({ publicKeys });
    const failure = expect.objectContaining({ code: 'PUBTKT_NO_KEYS', status: 503 });
    await expect(async () => ticket.identify(at(0))).rejects.toEqual(failure);
    expect(ticket.identify(visit())).toBeUndefined();
  });
});
