import { WhoError } from '@who/core';
import { sampleUsers } from '@who/dev-cas-server';
import { readSettings, SettingsError } from './settings.js';
import { type Demo, startDemo } from './start.js';

try {
  const settings = readSettings(process.env);
  if (settings.ticket.secrets.length === 0) {
    console.warn('AUTH_TKT_SECRET is not set: sign-ins end when the demo does.');
  }
  for (const problem of settings.notConfigured) console.warn(problem);
  const demo = await startDemo(settings);
  greet(demo);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      demo.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof WhoError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function greet(demo: Demo): void {
  const lines = [
    '',
    `The demo runs at ${demo.publicUrl}`,
    `It listens on ${demo.listensOn}`,
    `CAS server: ${demo.casUrl}${demo.ownsCas ? ' (for development only)' : ''}`,
  ];
  if (demo.ownsCas) lines.push('', 'CAS accounts (name / password):', ...sampleUsers.map(account));
  lines.push('', 'Password accounts (name / password):', ...passwordAccounts.map(account), '', 'Ctrl-C ends it.', '');
  console.log(lines.join('\n'));
}

/** The accounts of `demo.htpasswd`. */
const passwordAccounts = [
  { userid: 'alice', password: 'wonderland' },
  { userid: 'bob', password: 'builder' },
  { userid: 'carol', password: 'sunshine' },
];

function account({ userid, password }: { readonly userid: string; readonly password: string }): string {
  return `  ${userid} / ${password}`;
}
