import { sampleUsers } from '@who/dev-cas-server';
import { type Account, databaseAccounts } from './people/sample.js';
import type { Demo } from './start.js';

/** The accounts of `demo.htpasswd`. */
const passwordAccounts: readonly Account[] = [
  { userid: 'alice', password: 'wonderland' },
  { userid: 'bob', password: 'builder' },
  { userid: 'carol', password: 'sunshine' },
];

/** What the person who started the demo has to know. */
export function greeting(demo: Demo): string {
  const { publicUrl, listensOn, casUrl, ownsCas, devIdp, devIssuer, ownsPasswords, ownsDatabase, directory } = demo;
  const lines = [
    '',
    `The demo runs at ${publicUrl}`,
    `It listens on ${listensOn}`,
    `CAS server: ${casUrl}${ownsCas ? ' (for development only)' : ''}`,
    ...(demo.configFile === undefined ? [] : [`Configured by ${demo.configFile}`]),
    ...(devIdp === undefined ? [] : [`SAML identity provider: ${devIdp} (for development only; the accounts of CAS)`]),
    ...(devIssuer === undefined ? [] : [`OpenID provider: ${devIssuer} (for development only; the accounts of CAS)`]),
    ...(directory === undefined ? [] : [`Directory: ${directory}`]),
    ...(ownsCas ? accounts('CAS accounts', sampleUsers) : []),
    ...(ownsPasswords ? accounts('Password accounts', passwordAccounts) : []),
    ...(ownsDatabase ? accounts('Accounts of the database', databaseAccounts) : []),
    ...(ownsDatabase === undefined ? ['', 'No SQLite here (Node 22.13 and newer have it): there is no database.'] : []),
    ...(demo.traces ? ['', `Why somebody is signed in, or is not: ${publicUrl}/__who`] : []),
    '',
    'Ctrl-C ends it.',
    '',
  ];
  return lines.join('\n');
}

function accounts(title: string, list: readonly Account[]): string[] {
  return ['', `${title} (name / password):`, ...list.map(({ userid, password }) => `  ${userid} / ${password}`)];
}
