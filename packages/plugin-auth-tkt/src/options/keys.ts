import { badOption } from '@who/core';
import { checkSecret, type TextSource, type WatchedTexts, watchedTexts } from '@who/secrets';
import { PACKAGE, ticketError } from '../errors.js';
import { type KeyRing, keyRing, type TicketFormat } from '../keys/key-ring.js';
import { secretsIn } from '../keys/secret-texts.js';
import { DIGEST_LENGTH, type Digest } from '../ticket/digest.js';
import { check, isAtLeast, isListOf, isOptional, isText, warn } from './checks.js';
import type { AuthTktOptions } from './options.js';

/** Where the keys in force come from. The same object while the secrets are the same. */
export interface KeySource extends WatchedTexts<KeyRing> {
  /** Whether they never change. */
  readonly isFixed: boolean;
}

/** @throws {WhoError} BAD_OPTION, TICKET_NO_SECRETS */
export function resolveKeys(options: AuthTktOptions, cookieName: string): KeySource {
  const { secrets, reloadSeconds } = options;
  const make = keyMaker(options, cookieName);
  const sources = (Array.isArray(secrets) ? secrets : [secrets]) as readonly TextSource[];
  check('secrets', typeof secrets !== 'string' && sources.length > 0, 'must be a list of one or more secrets.');
  for (const source of sources) checkSource(source);
  const isFixed = sources.every((source) => typeof source === 'string');
  check('reloadSeconds', reloadSeconds === undefined || isAtLeast(reloadSeconds, 1), 'must be 1 or more.');
  check('reloadSeconds', reloadSeconds === undefined || !isFixed, 'is for secrets from files and functions.');

  try {
    const keys = watchedTexts({
      sources: sources.map(quiet),
      make: (texts) => make(texts.flatMap((text, i) => (isText(sources[i]) ? [text] : checkedSecrets(text)))),
      reloadSeconds: reloadSeconds ?? (sources.some((source) => typeof source === 'function') ? 60 : 1),
      plugin: PACKAGE,
      unavailable: (reason) => ticketError('TICKET_NO_SECRETS', `There are no secrets. ${reason}`),
    });
    return { isFixed, ...keys };
  } catch (error) {
    throw badOption(PACKAGE, 'secrets', `cannot be used. ${error instanceof Error ? error.message : ''}`);
  }
}

/** Of what an application's function throws, the code or the class gets into the log: a message may quote a secret. */
function quiet(source: TextSource): TextSource {
  if (typeof source !== 'function') return source;
  return async () => {
    try {
      return await source();
    } catch (error) {
      const { code, name } = Object(error) as { readonly code?: unknown; readonly name?: unknown };
      const what = [code, name].find((one) => typeof one === 'string') ?? 'something was thrown';
      throw new Error(`The function of the secrets failed: ${what}.`);
    }
  };
}

function checkSource(source: TextSource): void {
  if (typeof source === 'function') return;
  if (typeof source === 'object' && source !== null && 'file' in source) {
    const { file, ...others } = source;
    const isFile = isText(file) && file !== '' && Object.keys(others).length === 0;
    check('secrets', isFile, 'must have files as { file } with a path.');
    return;
  }
  checkSecret(PACKAGE, 'secrets', source);
  check('secrets', isText(source), 'must be a list of texts, files and functions.');
}

/** @throws {Error} what is wrong with a text of secrets */
function checkedSecrets(text: string): string[] {
  const secrets = secretsIn(text);
  checkSecret(PACKAGE, 'secrets', secrets);
  return secrets;
}

/** Checks how keys are made, and makes them then. */
function keyMaker(options: AuthTktOptions, cookieName: string): (secrets: readonly string[]) => KeyRing {
  const { digest = 'sha256', oldDigests = [], compat = 'repoze', useridTypes } = options;
  const { format = 'auth_tkt', oldFormats = [], audience, encryptUserdata = false } = options;
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

  const digests = [digest, ...oldDigests];
  if (formats.includes('auth_tkt') && digests.includes('md5')) {
    warn('AUTH_TKT_MD5', 'Tickets are signed or accepted with MD5: use sha256 as soon as every peer can.');
  }
  const use = { cookieName, audience, encryptUserdata };
  let made: { readonly secrets: readonly string[]; readonly keys: KeyRing } | undefined;
  return (secrets) => {
    // The same ones: then nothing has to be forgotten that was verified by them.
    if (made && made.secrets.join('\n') === secrets.join('\n')) return made.keys;
    if (secrets.some((secret) => Buffer.byteLength(secret) < MIN_SECRET_BYTES)) {
      warn('AUTH_TKT_SHORT_SECRET', `A secret is shorter than ${MIN_SECRET_BYTES} bytes: take a long random one.`);
    }
    made = { secrets, keys: keyRing(secrets, { formats, digests, compat, useridTypes, use }) };
    return made.keys;
  };
}

const DIGESTS = Object.keys(DIGEST_LENGTH) as readonly Digest[];
const FORMATS: readonly TicketFormat[] = ['auth_tkt', 'who1'];
const MIN_SECRET_BYTES = 32;

const isDigest = (value: unknown): boolean => DIGESTS.some((digest) => digest === value);
const isFormat = (value: unknown): boolean => FORMATS.some((format) => format === value);
