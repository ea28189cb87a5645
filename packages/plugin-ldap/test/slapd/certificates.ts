import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An authority of our own, and what it certifies. */
export interface Authority {
  /** Its certificate: the text, and the file. */
  readonly ca: string;
  readonly caFile: string;
  /** A server's certificate and key, as files. */
  certify(options?: { readonly name?: string; readonly days?: number }): { cert: string; key: string; ca: string };
  remove(): void;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function makeAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'who-authority-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: 'ignore' });
  };
  const caFile = at('ca.pem');
  openssl('req', '-x509', ...KEY, '-days', '2', '-subj', '/CN=Tests', '-keyout', at('ca.key'), '-out', caFile);
  let count = 0;
  return {
    ca: readFileSync(caFile, 'utf8'),
    caFile,
    certify({ name = 'IP:127.0.0.1', days = 2 } = {}) {
      count++;
      const [key, request, cert, extensions] = ['key', 'csr', 'pem', 'ext'].map((kind) => at(`${count}.${kind}`)) as [
        string,
        string,
        string,
        string,
      ];
      writeFileSync(extensions, `subjectAltName=${name}\n`);
      openssl('req', ...KEY, '-subj', '/CN=server', '-keyout', key, '-out', request);
      const signed = ['-CA', caFile, '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', extensions];
      openssl('x509', '-req', '-in', request, ...signed, '-days', String(days), '-out', cert);
      return { cert, key, ca: caFile };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
