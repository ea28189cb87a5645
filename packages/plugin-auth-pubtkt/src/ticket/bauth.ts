import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Hidden, PasswordCredentials, type PasswordLogin } from '@who/core';
import { ticketError } from '../errors.js';
import { base64Bytes } from './bytes.js';

/**
 * A user name and a password that a ticket carries to applications behind Apache, in base64, and encrypted where login
 * server and Apache share a key. Never printed.
 */
export class Bauth extends Hidden {
  /** As it stands in the ticket. */
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }
}

/**
 * Opens a `bauth`, as mod_auth_pubtkt does with `TKTAuthPassthruBasicKey`: AES-128-CBC, padded with zeros, behind an IV.
 *
 * @param key 16 characters; without one, nothing is encrypted
 * @returns `undefined` when there is no name and password in it (UTF-8, without control characters), as with a wrong key
 */
export function openBauth({ text }: Bauth, key?: string): PasswordCredentials | undefined {
  const bytes = base64Bytes(text);
  const plain = bytes && (key === undefined ? bytes : decrypted(bytes, key));
  const pair = plain?.toString('utf8').replace(/\0+$/, '') ?? '';
  const colon = pair.indexOf(':');
  return colon === -1 || RUBBISH.test(pair)
    ? undefined
    : new PasswordCredentials(pair.slice(0, colon), pair.slice(colon + 1));
}

/**
 * Makes a `bauth`. Without a key, everybody who sees the ticket reads the password.
 *
 * @throws {WhoError} PUBTKT_BAD_FIELD, PUBTKT_LONG_FIELD
 */
export function sealBauth({ login, password }: PasswordLogin, key?: string): Bauth {
  const pair = `${login}:${password}`;
  if (login.includes(':') || pair.includes('\0')) throw ticketError('PUBTKT_BAD_FIELD');
  const plain = Buffer.from(pair, 'utf8');
  const text = (key === undefined ? plain : encrypted(plain, key)).toString('base64');
  if (text.length > MAX_BAUTH_BYTES) throw ticketError('PUBTKT_LONG_FIELD');
  return new Bauth(text);
}

function decrypted(bytes: Buffer, key: string): Buffer | undefined {
  if (bytes.length <= BLOCK_BYTES || bytes.length % BLOCK_BYTES !== 0) return undefined;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, BLOCK_BYTES)).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes.subarray(BLOCK_BYTES)), decipher.final()]);
}

function encrypted(plain: Buffer, key: string): Buffer {
  const iv = randomBytes(BLOCK_BYTES);
  const padded = Buffer.concat([plain], Math.ceil(plain.length / BLOCK_BYTES) * BLOCK_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAutoPadding(false);
  return Buffer.concat([iv, cipher.update(padded), cipher.final()]);
}

/** Control characters, and what is no UTF-8. */
const RUBBISH = /[\p{Cc}\ufffd]/u;
const CIPHER = 'aes-128-cbc';
const BLOCK_BYTES = 16;
export const MAX_BAUTH_BYTES = 255;
