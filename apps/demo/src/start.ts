import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DevCasServer, startDevCasServer } from '@who/dev-cas-server';
import { createTrace, type Trace } from '@who/trace';
import { createApplication } from './application.js';
import { type AttributeCache, openAttributeCache } from './attribute-cache.js';
import { type Configured, openConfigured } from './configured.js';
import { type Addresses, createEngine, type Memory } from './engine.js';
import { type OidcPlace, openOidc } from './oidc.js';
import { openDatabase } from './people/database.js';
import { openDirectory } from './people/directory.js';
import type { People } from './people/people.js';
import { openSaml, type SamlPlace } from './saml.js';
import { openSessionStore, type SessionStore } from './session-store.js';
import { demoHtpasswdFile, type Settings, SettingsError } from './settings.js';
import { createTour } from './tour/tour.js';

/** A running demo. */
export interface Demo extends Addresses {
  /** Where it listens itself; its public URL may be a proxy's. */
  readonly listensOn: string;
  /** Whether the CAS server is the development one that the demo started. */
  readonly ownsCas: boolean;
  /** The identity provider for SAML, where it is the development one that the demo started. */
  readonly devIdp: string | undefined;
  /** The same for OpenID Connect. */
  readonly devIssuer: string | undefined;
  /** Whether passwords come from the demo's own file. */
  readonly ownsPasswords: boolean;
  /** Whether the database is the demo's own; `undefined` where there is none. */
  readonly ownsDatabase: boolean | undefined;
  /** URL of the directory, where there is one. */
  readonly directory: string | undefined;
  /** Whether the journeys of requests are kept. */
  readonly traces: boolean;
  /** The file that says how people sign in, where it is not `engine.ts`. */
  readonly configFile: string | undefined;
  close(): Promise<void>;
}

/** Starts the demo, and the development CAS server unless the settings name another. */
export async function startDemo(settings: Settings): Promise<Demo> {
  let listener: RequestListener = (_req, res) => res.writeHead(503).end();
  const server = createServer((req, res) => listener(req, res));
  const { port } = await listen(server, settings.port, settings.host, 'PORT');
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  const listensOn = `http://${host}:${port}`;
  let devCas: DevCasServer | undefined;
  let cache: AttributeCache | undefined;
  let sessions: SessionStore | undefined;
  let trace: Trace | undefined;
  let samlPlace: SamlPlace | undefined;
  let oidcPlace: OidcPlace | undefined;
  let configured: Configured | undefined;
  const people: People[] = [];

  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await Promise.all([closed, devCas?.close(), samlPlace?.close(), oidcPlace?.close()]);
    sessions?.close();
    trace?.close();
    await configured?.close();
    await cache?.close();
    await Promise.all(people.map((some) => some.close()));
  };

  try {
    devCas = settings.cas.url === undefined ? await startCas(settings) : undefined;
    const addresses: Addresses = {
      publicUrl: settings.publicUrl ?? `http://localhost:${port}`,
      casUrl: settings.cas.url ?? devCas?.url ?? '',
    };
    const options = { ...addresses, sso: settings.headerSso.on, keepsPath: settings.keepsPath };
    const leaveOut = (path: string): boolean => path.startsWith('/try/');
    trace = settings.trace ? createTrace({ leaveOut }) : undefined;
    const { configFile } = settings;
    if (configFile !== undefined) {
      configured = await openConfigured(configFile, addresses);
      listener = createApplication(configured.who, { ...options, trace, signsIn: true });
      return {
        ...addresses,
        listensOn,
        ...CONFIGURED,
        ownsCas: devCas !== undefined,
        traces: settings.trace,
        configFile,
        close,
      };
    }
    cache = openAttributeCache(settings.redisUrls);
    sessions = await openSessionStore(settings.redisUrls);
    const database = await openDatabase(settings.databaseUrl);
    if (database) people.push(database);
    const directory = settings.ldap && openDirectory(settings.ldap);
    if (directory) people.push(directory);
    const { publicUrl } = addresses;
    samlPlace = await openSaml(settings.samlIdpMetadata, publicUrl);
    oidcPlace = await openOidc(settings.oidc, publicUrl);
    const { attributes } = cache;
    const places = { saml: samlPlace, oidc: oidcPlace };
    const memory: Memory = { attributes, sessionStore: sessions.store, ...places, database, directory };
    const who = createEngine(settings, addresses, memory);
    const whole = { ...options, elsewhere: [...samlPlace.logoutUrls, oidcPlace.issuer] };
    const tour = trace && createTour(trace, { settings, options: whole, memory, who });
    listener = createApplication(who, { ...whole, tour });
    if (tour) listener = tour.around(listener);
    return {
      ...addresses,
      listensOn,
      ownsCas: devCas !== undefined,
      devIdp: samlPlace.devUrl,
      devIssuer: settings.oidc ? undefined : oidcPlace.issuer,
      ownsPasswords: settings.htpasswdFile === demoHtpasswdFile,
      ownsDatabase: database?.isSample,
      directory: settings.ldap?.url,
      traces: settings.trace,
      configFile,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What is the file's to say. */
const CONFIGURED = {
  devIdp: undefined,
  devIssuer: undefined,
  ownsPasswords: false,
  ownsDatabase: false,
  directory: undefined,
} as const;

async function listen(server: Server, port: number, host: string, variable: string): Promise<AddressInfo> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw explained(error, port, variable);
  }
  return server.address() as AddressInfo;
}

/** Another port will do when the usual one is taken and none was asked for. */
async function startCas({ cas }: Settings): Promise<DevCasServer> {
  try {
    return await startDevCasServer({ port: cas.port });
  } catch (error) {
    if (!cas.portIsFixed && isTaken(error)) return startDevCasServer({ port: 0 });
    throw explained(error, cas.port, 'CAS_PORT');
  }
}

function explained(error: unknown, port: number, variable: string): unknown {
  if (!isTaken(error)) return error;
  return new SettingsError(`Port ${port} is taken. Set ${variable} to another port, or to 0 for any that is free.`);
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
