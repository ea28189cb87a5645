import type { Server } from 'node:http';
import { ldap } from '@who/plugin-ldap';
import { BASE, READER } from '../../login/slapd.js';
import { loginApplication } from '../applications/login-application.js';

/** Connect and @who with passwords from the directory at `BENCH_LDAP_URL`: `/login?user7` signs in `user7`, and greets them as ldap. */
export function start(): Server {
  const users = ldap({
    urls: process.env['BENCH_LDAP_URL'] ?? '',
    clearText: true,
    bindDn: READER.dn,
    bindPassword: READER.password,
    baseDn: BASE,
  });
  return loginApplication(
    users,
    (login) => login,
    (userid, login) => (userid === login ? 'ldap' : undefined),
  );
}
