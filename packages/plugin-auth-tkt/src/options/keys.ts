import { checkSecret } from '@who/core';
import { PACKAGE } from '../errors.js';
import { DIGEST_LENGTH, type Digest } from '../ticket/digest.js';
import { type KeyRing, keyRing, type TicketFormat } from '../ticket/key-ring.js';
import { check, isListOf, isOptional, isText, warn } from './checks.js';
import type { AuthTktOptions } from './options.js';

/** @throws {WhoError} BAD_OPTION */
export function resolveKeys(options: AuthTktOptions, cookieName: string): KeyRing {
  const { secrets, digest = 'sha256', oldDigests = [], compat = 'repoze', useridTypes } = options;
  const { format = 'auth_tkt', oldFormats = [], audience, encryptUserdata = false } = options;
  check('secrets', Array.isArray(secrets) && secrets.length > 0, 'must be a list of one or more secrets.');
  checkSecret(PACKAGE, 'secrets', secrets);
  check('secrets', isListOf(secrets, isText), 'must be a list of texts.');
  check('digest', isDigest(digest), `must be one of ${DIGESTS.join(', ')}.`);
  check('oldDigests', isListOf(oldDigests, isDigest), `must be a list of ${DIGESTS.join(', ')}.`);
  check('compat', compat === 'repoze' || compat === 'mod_auth_tkt', 'must be "repoze" or "mod_auth_tkt".');
  check('useridTypes', useridTypes === undefined || useridTypes === 'pyramid', 'must be "pyramid", or left out.');
  check('useridTypes', useridTypes === undefined || compat === 'repoze', 'must be left out with this "compat".');
  check('format', isFormat(format), `must be one of ${FORMATS.join(', ')}.`);
  check('oldFormats', isListOf(oldFormats, isFormat), `must be a list of ${FORMATS.join(', ')}.`);
  const formats = [format, ...oldFormats];
  check('audience', isOptional(audience, 'string'), 'must be a text.');
  check('audience', audience === undefined || formats.includes('who1'), 'counts for the format "who1" only.');
  check('encryptUserdata', typeof encryptUserdata === 'boolean', 'must be true or false.');
  check('encryptUserdata', !encryptUserdata || format === 'who1', 'needs the "format" who1.');

  if (secrets.some((secret) => Buffer.byteLength(secret) < MIN_SECRET_BYTES)) {
    warn('AUTH_TKT_SHORT_SECRET', `A secret is shorter than ${MIN_SECRET_BYTES} bytes: take a long random one.`);
  }
  const digests = [digest, ...oldDigests];
  if (formats.includes('auth_tkt') && digests.includes('md5')) {
    warn('AUTH_TKT_MD5', 'Tickets are signed or accepted with MD5: use sha256 as soon as every peer can.');
  }
  return keyRing(secrets, {
    formats,
    digests,
    compat,
    useridTypes,
    use: { cookieName, audience, encryptUserdata },
  });
}

const DIGESTS = Object.keys(DIGEST_LENGTH) as readonly Digest[];
const FORMATS: readonly TicketFormat[] = ['auth_tkt', 'who1'];
const MIN_SECRET_BYTES = 32;

const isDigest = (value: unknown): boolean => DIGESTS.some((digest) => digest === value);
const isFormat = (value: unknown): boolean => FORMATS.some((format) => format === value);
