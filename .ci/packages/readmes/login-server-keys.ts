import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A key pair of a login server, PEM, by the names of the files in which programs look for them. */
export const loginServerKeys = (): Readonly<Record<'tkt_privkey.pem' | 'tkt_pubkey.pem', string>> => {
  pair ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { 'tkt_privkey.pem': pair.privateKey, 'tkt_pubkey.pem': pair.publicKey };
};

let pair: { readonly privateKey: string; readonly publicKey: string } | undefined;

export async function writeLoginServerKeys(folder: string): Promise<void> {
  for (const [name, text] of Object.entries(loginServerKeys())) await writeFile(join(folder, name), text);
}
