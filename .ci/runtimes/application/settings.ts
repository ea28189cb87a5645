import type { Authenticator } from '@who/core';
import { htpasswd } from '@who/plugin-htpasswd';

/** Where the CAS server is. */
export const casUrl: string = process.env['CAS_URL'] ?? '';

/** A password file, where there are files: with bcrypt, which is native code, and SHA-crypt, which takes threads. */
export const passwords: Authenticator = htpasswd({ file: 'users.htpasswd' });
