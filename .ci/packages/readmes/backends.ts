import { createHash, randomBytes } from 'node:crypto';
import { startOpenidProvider } from '../../../apps/interop/test/openid-provider.js';
import { type DevCasServer, startDevCasServer } from '../../../packages/dev-cas-server/src/index.js';
import { startDevSamlIdp } from '../../../packages/dev-saml-idp/src/index.js';
import { hashPassword } from '../../../packages/passwords/src/index.js';
import { makeAuthority } from '../../../packages/plugin-ldap/test/slapd/certificates.js';
import { person, READER } from '../../../packages/plugin-ldap/test/slapd/ldif.js';
import { startSlapd } from '../../../packages/plugin-ldap/test/slapd/server.js';
import { startRedis } from '../../../packages/plugin-metadata-cache-redis/test/redis-server.js';
import { startPostgresql } from '../../../packages/plugin-sql/test/servers/postgresql.js';
import { alice } from './visits.js';

/** What programs in READMEs need besides what they install. They find it by their environment, as READMEs say. */
export interface Backends extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
  readonly cas: DevCasServer;
  /** The API token whose digest is in the environment. */
  readonly token: string;
}

/** @param secrets variables that hold one, each of its own */
export async function startBackends(secrets: readonly string[]): Promise<Backends> {
  const authority = makeAuthority();
  const [cas, openid, saml, redis, slapd, postgresql] = await Promise.all([
    startDevCasServer(),
    startOpenidProvider({ sub: 'ada', name: 'Ada' }),
    startDevSamlIdp(),
    startRedis(),
    startSlapd({ entries: [person(alice.login, { userPassword: alice.password })], certificate: authority.certify() }),
    startPostgresql(),
  ]);
  await postgresql.run(await usersTable());
  const token = `example_${randomBytes(32).toString('base64url')}`;
  const secret = (bytes: number): string => randomBytes(bytes).toString('base64');
  return {
    env: {
      ...Object.fromEntries(secrets.map((name) => [name, secret(48)])),
      WHO_KEY_2026: secret(32),
      WHO_KEY_2027: secret(32),
      CAS_URL: cas.url,
      OIDC_ISSUER: openid.url,
      OIDC_CLIENT_ID: 'app',
      SAML_IDP_METADATA: saml.metadataUrl,
      REDIS_URL: redis.url,
      LDAP_URL: slapd.tlsUrl,
      LDAP_PASSWORD: READER.password,
      DATABASE_URL: postgresql.url,
      NODE_EXTRA_CA_CERTS: authority.caFile,
      BACKUP_SHA256: createHash('sha256').update(token).digest('hex'),
    },
    cas,
    token,
    async [Symbol.asyncDispose]() {
      await Promise.all([cas.close(), openid.close(), saml.close(), redis.stop(), slapd.stop(), postgresql.stop()]);
      authority.remove();
    },
  };
}

/** The tables of plugin-sql's README, with one user in them. */
async function usersTable(): Promise<string> {
  const { login, password } = alice;
  return `
    CREATE TABLE users (userid text PRIMARY KEY, login text UNIQUE, password text, mail text, changed timestamptz, disabled bool);
    CREATE TABLE roles (userid text REFERENCES users, role text);
    INSERT INTO users VALUES ('${login}', '${login}', '${await hashPassword(password)}', NULL, now(), false);`;
}
