// Makes the secret that signs tickets. Every process of the application needs the same one; nobody else may have it.
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';

if (existsSync('.env')) console.log('.env is there already.');
else {
  writeFileSync('.env', `WHO_SECRET=${randomBytes(48).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  console.log('Made .env with a secret.');
}
