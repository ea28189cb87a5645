import { type Logger, PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { onTestFinished } from 'vitest';
import { type AttributeKinds, type Ldap, type LdapOptions, ldap, type RefusalCode } from '../src/index.js';
import { PEOPLE, READER } from './slapd/ldif.js';

type Kinds = AttributeKinds;

/** How most tests reach a server without TLS. */
export const reading: Pick<LdapOptions, 'clearText' | 'bindDn' | 'bindPassword' | 'baseDn'> = {
  clearText: true,
  bindDn: READER.dn,
  bindPassword: READER.password,
  baseDn: PEOPLE,
};

/** The plugin, closed when the test is over. */
export function people<const K extends Kinds = Record<never, never>, const N extends string = 'ldap'>(
  options: LdapOptions<K, N>,
): Ldap<NoInfer<K>, NoInfer<N>> {
  const plugin = ldap<K, N>(options);
  onTestFinished(() => plugin.close());
  return plugin;
}

/** Who somebody signs in as, or why they do not. */
export interface Outcome {
  readonly userid: string | undefined;
  readonly userdata?: string | undefined;
  readonly refused?: RefusalCode | undefined;
}

/** A directory of whose refusals the reasons are told. */
export function telling(options: Omit<LdapOptions, 'onRefused'>): {
  readonly plugin: Ldap;
  signIn(login: string, password: string): Promise<Outcome>;
} {
  const codes = new Map<unknown, RefusalCode>();
  const plugin = people<Kinds, string>({ ...options, onRefused: (exchange, { code }) => codes.set(exchange, code) });
  return {
    plugin,
    async signIn(login, password) {
      const exchange = fakeExchange();
      const answer = await plugin.authenticate(exchange, new PasswordCredentials(login, password));
      return { userid: answer?.userid, userdata: answer?.userdata, refused: codes.get(exchange) };
    },
  };
}

/** A logger that keeps its warnings. */
export function listeningLogger(): Logger & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return { warnings, debug() {}, warn: (message) => void warnings.push(message), error() {} };
}
