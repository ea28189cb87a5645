import { sampleUsers } from '@who/dev-cas-server';
import type { Demo } from './start.js';

interface Account {
  readonly userid: string;
  readonly password: string;
}

/** The accounts of `demo.htpasswd`. */
const passwordAccounts: readonly Account[] = [
  { userid: 'alice', password: 'wonderland' },
  { userid: 'bob', password: 'builder' },
  { userid: 'carol', password: 'sunshine' },
];

/** What the person who started the demo has to know. */
export function greeting({ publicUrl, listensOn, casUrl, ownsCas, ownsPasswords }: Demo): string {
  const lines = [
    '',
    `The demo runs at ${publicUrl}`,
    `It listens on ${listensOn}`,
    `CAS server: ${casUrl}${ownsCas ? ' (for development only)' : ''}`,
    ...(ownsCas ? accounts('CAS accounts', sampleUsers) : []),
    ...(ownsPasswords ? accounts('Password accounts', passwordAccounts) : []),
    '',
    'Ctrl-C ends it.',
    '',
  ];
  return lines.join('\n');
}

function accounts(title: string, list: readonly Account[]): string[] {
  return ['', `${title} (name / password):`, ...list.map(({ userid, password }) => `  ${userid} / ${password}`)];
}
