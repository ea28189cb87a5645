import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { type SamlOptions, saml } from '@who/plugin-saml';
import { ssoSessions } from '@who/sso';
import connect from 'connect';
import type { Stoppable } from '../in-order.js';

/** An application that is a service provider; `/` says who is there, `/private` wants a sign-in. */
export interface SamlSite extends Stoppable {
  readonly url: string;
  /** Its metadata, as a file. */
  readonly metadataFile: string;
  readonly warnings: string[];
}

/**
 * Starts it at a port of choice, since the identity provider has to know it before it knows the identity provider.
 *
 * @param host the identity provider's: by plain http, browsers send no cookie along with a form of another site
 */
export async function startSamlSite(
  host: string,
  port: number,
  options: Pick<SamlOptions, 'idpMetadata'> & Partial<SamlOptions>,
): Promise<SamlSite> {
  const folder = await mkdtemp(join(tmpdir(), 'who-saml-site-'));
  const { key, certificate } = await keyPair(folder);
  const url = `http://${host}:${port}`;
  const sessions = ssoSessions();
  const warnings: string[] = [];
  const plugin = saml({
    rememberer: 'ticket',
    stateSecrets: [SECRET],
    sessions,
    privateKey: key,
    certificates: [certificate],
    decryptionKeys: [key],
    encryptionCertificate: certificate,
    logoutPath: '/logout',
    ...options,
  });
  const who = createWho({
    publicUrl: url,
    logger: { debug() {}, warn: (message) => warnings.push(message), error: (message) => warnings.push(message) },
    plugins: {
      saml: plugin,
      ticket: authTkt({ secrets: [SECRET], cookieName: `auth_tkt_${port}`, isRevoked: sessions.isRevoked }),
      attributes: memoryMetadataCache(),
    },
    identifiers: ['saml', 'ticket'],
    authenticators: ['saml', 'ticket'],
    challengers: ['saml'],
    metadataProviders: ['attributes'],
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use((req, res) => {
    const { identity, exchange } = req.who;
    if (!identity && exchange.path === '/private') res.statusCode = 401;
    const { attributes } = (identity?.metadata ?? {}) as { attributes?: unknown };
    res.end(JSON.stringify({ user: identity?.userid ?? null, attributes: attributes ?? {} }));
  });
  const server = createServer(app).listen(port, host);
  const metadataFile = join(folder, 'sp.xml');
  await writeFile(metadataFile, plugin.metadata(url));
  return {
    url,
    metadataFile,
    warnings,
    async stop() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}

export async function keyPair(folder: string): Promise<{ key: string; certificate: string }> {
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=sp.example.test'],
    ...['-keyout', `${folder}/sp.key`, '-out', `${folder}/sp.crt`],
  ]);
  const [key, certificate] = await Promise.all([
    readFile(`${folder}/sp.key`, 'utf8'),
    readFile(`${folder}/sp.crt`, 'utf8'),
  ]);
  return { key, certificate };
}

const SECRET = 'a secret of the interop tests, 32 bytes or more';
