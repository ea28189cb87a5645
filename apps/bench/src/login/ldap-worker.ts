import { PasswordCredentials } from '@who/core';
import { ldap } from '@who/plugin-ldap';
import { fakeExchange } from '@who/testkit';
import { Client, Control, EqualityFilter } from 'ldapts';
import { answering } from '../processes/answering.js';
import { PEOPLE } from './people.js';
import { BASE, READER } from './slapd.js';

/** People sign in one after the other, over warm connections to a directory: `ldap-worker.js URL`. */
export interface Question {
  readonly way: Way;
  readonly signIns: number;
}

/** The plugin; or the same search and the same bind by bare ldapts; or those without asking for the password's policy. */
export type Way = 'who' | 'bare' | 'unasked';

export interface Answer {
  readonly microseconds: number;
  readonly cpuMicroseconds: number;
}

const [url = ''] = process.argv.slice(2);
const exchange = fakeExchange();
const people = ldap({
  urls: url,
  clearText: true,
  bindDn: READER.dn,
  bindPassword: READER.password,
  baseDn: BASE,
});
const [search, bind] = [new Client({ url }), new Client({ url })];
await search.bind(READER.dn, READER.password);

/** What the plugin sends with each bind: whether the password expires, for instance (draft-behera-ldap-password-policy). */
const policy = new Control('1.3.6.1.4.1.42.2.27.8.5.1');

async function byHand(name: string, controls: Control[]): Promise<unknown> {
  const filter = new EqualityFilter({ attribute: 'uid', value: name });
  const found = await search.search(BASE, { scope: 'sub', filter, attributes: ['uid'], sizeLimit: 2 });
  const [entry] = found.searchEntries;
  if (!entry || found.searchEntries.length > 1) return undefined;
  await bind.bind(entry.dn, name, controls);
  return entry['uid'];
}

const ways: Readonly<Record<Way, (name: string) => Promise<unknown>>> = {
  who: async (name) => (await people.authenticate(exchange, new PasswordCredentials(name, name)))?.userid,
  bare: (name) => byHand(name, [policy]),
  unasked: (name) => byHand(name, []),
};

answering(async ({ way, signIns }: Question): Promise<Answer> => {
  const [started, before] = [performance.now(), process.cpuUsage()];
  for (let i = 0; i < signIns; i++) {
    const name = `user${i % PEOPLE}`;
    if ((await ways[way](name)) !== name) throw new Error(`${way} has not signed in ${name}.`);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    microseconds: ((performance.now() - started) * 1000) / signIns,
    cpuMicroseconds: (user + system) / signIns,
  };
});
