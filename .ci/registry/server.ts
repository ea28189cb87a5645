import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { archivePath, type Document, Refusal, type Store } from './store.js';

/** A registry on this machine: what npm and pnpm ask for in a release, and in an installation. */
export interface Registry extends AsyncDisposable {
  /** What it serves. Another one may take its place. */
  store: Store;
  /** `http://127.0.0.1:40123/` */
  readonly url: string;
  /** For an `.npmrc`: leads npm here for our packages, and nowhere else for others. */
  readonly npmrc: string;
  /** The same for those who publish, who bring the token and ask for nothing elsewhere. */
  readonly publishers: string;
}

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** @param token who changes something has to bring this */
export async function startRegistry(store: Store, token: string): Promise<Registry> {
  const server = createServer((req, res) => {
    answer(registry.store, token, registry.url, req).then(
      ({ status = 200, body }) => {
        res.statusCode = status;
        if (Buffer.isBuffer(body)) res.end(body);
        else res.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
      },
      (error) => {
        res.statusCode = error instanceof Refusal ? error.status : 500;
        res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ error: String(error.message) }));
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const registry: Registry = {
    store,
    url,
    npmrc: `@who:registry=${url}\n`,
    publishers: `registry=${url}\n@who:registry=${url}\n//127.0.0.1:${port}/:_authToken=${token}\n`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return registry;
}

async function answer(store: Store, token: string, url: string, req: IncomingMessage): Promise<Answer> {
  const { method = '' } = req;
  const path = decodeURIComponent(new URL(req.url ?? '', url).pathname).slice(1);
  if (method === 'GET') return { body: read(store, url, path) };
  if (req.headers.authorization !== `Bearer ${token}`) throw new Refusal(401, 'a token is needed to change something');

  const [, tagged, tag] = /^-\/package\/(.+)\/dist-tags\/([^/]+)$/.exec(path) ?? [];
  if (tagged !== undefined && tag !== undefined) return changeTag(store, tagged, tag, method, req);
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/@-][^/]*)(.*)$/.exec(path) ?? [];
  const isAtRevision = /^\/-rev\/[^/]+$/.test(rest);
  if (method === 'PUT' && (rest === '' || isAtRevision)) {
    const document = (await json(req)) as Document & { readonly _attachments?: Readonly<Record<string, never>> };
    if (Object.keys(document._attachments ?? {}).length > 0) store.publish(name, document);
    else store.change(name, document);
    return { status: 201, body: { ok: true } };
  }
  if (method === 'DELETE' && isAtRevision) {
    store.remove(name);
    return { body: { ok: true } };
  }
  // An archive goes when its version has gone.
  if (method === 'DELETE' && /^\/-\/[^/]+\.tgz\/-rev\/[^/]+$/.test(rest)) return { body: { ok: true } };
  throw new Refusal(404, `${method} ${path} is not for this registry`);
}

function read(store: Store, url: string, path: string): unknown {
  if (path === '-/whoami') return { username: 'rehearsal' };
  const [, tagged] = /^-\/package\/(.+)\/dist-tags$/.exec(path) ?? [];
  if (tagged !== undefined) return store.document(tagged)['dist-tags'];
  if (path.endsWith('.tgz')) return store.archive(path);
  const document = store.document(path);
  const versions = Object.entries(document.versions).map(([version, manifest]) => {
    const dist = { ...manifest.dist, tarball: url + archivePath(document.name, version) };
    return [version, { ...manifest, _id: `${document.name}@${version}`, dist }];
  });
  return { ...document, _id: path, _rev: '1-0', versions: Object.fromEntries(versions) };
}

async function changeTag(
  store: Store,
  name: string,
  tag: string,
  method: string,
  req: IncomingMessage,
): Promise<Answer> {
  const document = store.document(name);
  const { [tag]: before, ...others } = document['dist-tags'];
  if (method === 'DELETE' && tag === 'latest') throw new Refusal(403, 'latest cannot be removed');
  const to = method === 'DELETE' ? {} : { [tag]: String(await json(req)) };
  store.change(name, { ...document, 'dist-tags': { ...others, ...to } });
  return { body: { ok: true, before } };
}
