import { appendFileSync, writeFileSync } from 'node:fs';
import { createApiToken } from '@who/plugin-api-token';

// The program gets the token, and the application its digest only.
const { token, sha256 } = createApiToken('example_');
writeFileSync('token.txt', token, { mode: 0o600, flag: 'wx' });
appendFileSync('.env', `BACKUP_SHA256=${sha256}\n`);
