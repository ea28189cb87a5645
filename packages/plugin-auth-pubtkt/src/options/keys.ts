import { createPublicKey, verify } from 'node:crypto';
import { badOption, WhoError } from '@who/core';
import { type TextSource, type WatchedTexts, watchedTexts } from '@who/secrets';
import { keysError, PACKAGE } from '../errors.js';
import { isShort, privateKeyIn, publicKeysIn } from '../keys/key-text.js';
import type { AuthPubtktOptions } from '../options.js';
import type { PubtktDigest, PubtktKey } from '../ticket/pubtkt.js';
import { check, checkChoices, checkCount, warn } from './checks.js';

/** The keys that are in force. */
export interface Keys {
  /** The one that signs; `undefined` where nothing is signed here. */
  readonly signing: PubtktKey | undefined;
  /** All that verify; the one that signs first. */
  readonly verifying: readonly PubtktKey[];
}

/** @throws {WhoError} BAD_OPTION */
export function resolveKeys(options: AuthPubtktOptions): WatchedTexts<Keys> {
  const { publicKeys = [], digest = 'sha256', oldDigests = [], keyTypes = ['rsa'], reloadSeconds = 60 } = options;
  const privateKey = options.signing?.privateKey;
  checkChoices('digest', [digest], DIGESTS);
  checkChoices('oldDigests', oldDigests, DIGESTS);
  checkChoices('keyTypes', keyTypes, ['rsa', 'dsa']);
  checkCount('reloadSeconds', reloadSeconds, 1);
  const list = (Array.isArray(publicKeys) ? publicKeys : [publicKeys]) as readonly TextSource[];
  for (const source of list) checkSource('publicKeys', source);
  if (privateKey !== undefined) checkSource('signing.privateKey', privateKey);
  const own = privateKey === undefined ? [] : [privateKey];
  check(own.length + list.length > 0, 'publicKeys', 'must have the public key of the login server.');

  const digests = [...new Set([digest, ...oldDigests])];
  if (digests.includes('sha1')) {
    warn('AUTH_PUBTKT_SHA1', 'Signatures over SHA-1 are accepted: use sha256 as soon as every peer can.');
  }
  if (keyTypes.includes('dsa')) warn('AUTH_PUBTKT_DSA', 'DSA keys are accepted: use RSA as soon as every peer can.');

  const make = (texts: readonly string[]): Keys => {
    const ownKeys = texts.slice(0, own.length).map((text) => privateKeyIn(text, keyTypes));
    const others = texts.slice(own.length).flatMap((text) => publicKeysIn(text, keyTypes));
    const all = [...ownKeys.map((key) => createPublicKey(key)), ...others];
    if (all.some(isShort)) warn('AUTH_PUBTKT_SHORT_KEY', 'A key has less than 2048 bits: make a longer one.');
    const [signing] = ownKeys.map((key) => ({ key, digest }));
    return { signing, verifying: digests.flatMap((one) => all.map((key) => tried({ key, digest: one }))) };
  };
  try {
    return watchedTexts({ sources: [...own, ...list], make, reloadSeconds, plugin: PACKAGE, unavailable: keysError });
  } catch (error) {
    if (error instanceof WhoError) throw error;
    throw badOption(PACKAGE, 'publicKeys', `cannot be read. ${error instanceof Error ? error.message : ''}`);
  }
}

/** Not every runtime knows DSA, and not every system lets SHA-1 be used: better said at start than to each visitor. */
function tried(pair: PubtktKey): PubtktKey {
  const { key, digest } = pair;
  try {
    verify(digest, Buffer.alloc(0), key, Buffer.alloc(0));
  } catch {
    const kind = `${key.asymmetricKeyType?.toUpperCase()} with ${digest}`;
    throw badOption(PACKAGE, 'publicKeys', `has a key of which this system verifies no signatures: ${kind}.`);
  }
  return pair;
}

function checkSource(option: string, source: TextSource): void {
  const isThere = typeof source === 'string' ? source !== '' : typeof source === 'function' || isFile(source);
  check(isThere, option, 'must be PEM text, { file }, or a function, and it is empty or none: is its variable set?');
}

function isFile(source: unknown): boolean {
  const { file, ...others } = Object(source) as { file?: unknown };
  return typeof file === 'string' && file !== '' && Object.keys(others).length === 0;
}

const DIGESTS: readonly PubtktDigest[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
