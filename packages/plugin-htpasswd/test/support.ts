import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Logger, PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { onTestFinished } from 'vitest';
import { type HtpasswdOptions, htpasswd } from '../src/index.js';

/** A line of `fixtures/htpasswd.json`: what Apache said. */
export interface FixtureEntry {
  readonly user: string;
  readonly password: string | null;
  readonly passwordHex: string;
  readonly hash: string;
  readonly verifies: boolean;
  readonly verifiesPlusOne?: boolean;
  readonly verifiesFirst8?: boolean;
  readonly verifiesFirst72?: boolean;
  readonly modAuthnFile: { readonly status: number; readonly user: string | null };
}

export interface Fixtures {
  readonly files: Readonly<Record<string, { readonly entries: readonly FixtureEntry[] }>>;
  readonly mixed: { readonly 'htpasswd -v': readonly (FixtureEntry & { readonly password: string })[] };
}

export const fixturePath = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

export const fixtures: Fixtures = JSON.parse(readFileSync(fixturePath('htpasswd.json'), 'utf8'));

/** The path of a file that is gone when the test is over. */
export function temporaryFile(contents: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'who-htpasswd-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'users');
  writeFileSync(file, contents);
  return file;
}

/** The plugin, closed when the test is over. */
export function users(options: HtpasswdOptions): ReturnType<typeof htpasswd> {
  const plugin = htpasswd(options);
  onTestFinished(() => plugin.close());
  return plugin;
}

/** A logger that keeps its warnings. */
export function listeningLogger(): Logger & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return { warnings, debug() {}, warn: (message) => warnings.push(message), error() {} };
}

/** The userid that somebody signs in as, if they can. */
export async function signIn(
  plugin: ReturnType<typeof htpasswd>,
  login: string,
  password: string,
  settings: Parameters<typeof fakeExchange>[0] = {},
): Promise<string | undefined> {
  return (await plugin.authenticate(fakeExchange(settings), new PasswordCredentials(login, password)))?.userid;
}

/** `{SHA}` of "secret". */
export const SHA_OF_SECRET = '{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=';
/** bcrypt with cost 4 of "secret". */
export const BCRYPT_OF_SECRET = '$2y$04$UTiI2b3E2o2DOh9p5cVon.fu3tNAmQnPKbF4SfKbzccWco1VuKloG';
/** apr1 of "secret". */
export const APR1_OF_SECRET = '$apr1$BXtt1Bxm$k..ZsP5S.OsfcNZ7AkFHt1';
/** SHA-256-crypt of "secret", with the usual 5000 rounds. */
export const SHA256_OF_SECRET = '$5$odZXxC29l7SxbYV0$fOUneEMCzoBfJjTgxNdIVgmedqg1.e9HSlR0alphws4';
/** SHA-512-crypt of "secret", with 1000 rounds. */
export const SHA512_OF_SECRET =
  '$6$rounds=1000$saltsalt$LAV5VE5Y7w1d73x1mFNspYWUpazfmwv2SoepNXNKJ/otop/Zok96Hr8Q13LEv0DRY/x8v0/crpIjl8NJSAqXV/';
/** DES-crypt of "secret". */
export const DES_OF_SECRET = '83ARHAhyBoBNA';
