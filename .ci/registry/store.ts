import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** What a registry knows of one package, in the form in which clients ask for it. */
export interface Document {
  readonly name: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, Version>>;
  readonly time: Readonly<Record<string, string>>;
}

/** A manifest, and where its archive is. */
export interface Version {
  readonly name: string;
  readonly version: string;
  readonly deprecated?: string | undefined;
  readonly dist?: { readonly integrity?: string; readonly shasum?: string; readonly tarball?: string } | undefined;
  readonly [field: string]: unknown;
}

/** What `npm publish` sends. */
interface Upload extends Document {
  readonly _attachments?: Readonly<Record<string, { readonly data: string }>> | undefined;
}

/** A refusal, with the status and the words that clients know. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Packages as a registry keeps them: what was published stays as it was published. */
export interface Store {
  /** Names and versions in the order in which they came: `@who/core@1.0.0`. */
  readonly published: readonly string[];
  /** @throws {Refusal} 404 */
  document(name: string): Document;
  /** An archive by its path. @throws {Refusal} 404 */
  archive(path: string): Buffer;
  /** @throws {Refusal} 403 where a version is there already, 400 where the archive is not what the manifest says */
  publish(name: string, upload: Upload): void;
  /** Takes over what may change: deprecations, tags, which versions there are. @throws {Refusal} 404, 400 */
  change(name: string, document: Document): void;
  remove(name: string): void;
  /** Keeps all of it in a file. */
  save(file: string): Promise<void>;
}

interface Saved {
  readonly documents: readonly (readonly [string, Document])[];
  readonly archives: readonly (readonly [string, string])[];
}

/** @param file what another store has saved. @default nothing */
export async function openStore(file?: string | undefined): Promise<Store> {
  const saved: Saved = file === undefined ? EMPTY : JSON.parse(await readFile(file, 'utf8'));
  const documents = new Map(saved.documents);
  const archives = new Map<string, Buffer>(saved.archives.map(([path, text]) => [path, Buffer.from(text, 'base64')]));
  const published: string[] = [];

  function document(name: string): Document {
    const found = documents.get(name);
    if (!found) throw new Refusal(404, `${name} is not in this registry`);
    return found;
  }

  return {
    published,
    document,
    archive(path) {
      const found = archives.get(path);
      if (!found) throw new Refusal(404, `${path} is not in this registry`);
      return found;
    },
    publish(name, { versions, 'dist-tags': tags, _attachments: attachments = {} }) {
      const before = documents.get(name);
      const time: Record<string, string> = { created: now(), ...before?.time, modified: now() };
      const all: Record<string, Version> = { ...before?.versions };
      for (const [version, manifest] of Object.entries(versions)) {
        // The words by which `changeset publish` knows that it has nothing to do.
        if (time[version]) throw new Refusal(403, 'You cannot publish over the previously published versions');
        const [data] = Object.values(attachments).map(({ data }) => Buffer.from(data, 'base64'));
        const path = archivePath(name, version);
        all[version] = { ...manifest, dist: { ...checked(name, version, manifest, data), tarball: path } };
        archives.set(path, data as Buffer);
        time[version] = now();
        published.push(`${name}@${version}`);
      }
      documents.set(name, { name, versions: all, 'dist-tags': { ...before?.['dist-tags'], ...tags }, time });
    },
    change(name, { versions, 'dist-tags': tags }) {
      const before = document(name);
      const kept = Object.entries(before.versions).flatMap(([version, manifest]): [string, Version][] => {
        const given = versions[version];
        if (!given) return [];
        const { deprecated: _, ...rest } = manifest;
        return [[version, given.deprecated ? { ...rest, deprecated: given.deprecated } : rest]];
      });
      const added = Object.keys(versions).filter((version) => !before.versions[version]);
      if (added.length > 0) throw new Refusal(400, `${added} came without an archive`);
      const left = Object.fromEntries(kept);
      const lost = Object.values(tags).filter((version) => !left[version]);
      if (lost.length > 0) throw new Refusal(400, `a tag names ${lost}, which is not there`);
      documents.set(name, { ...before, versions: left, 'dist-tags': tags, time: { ...before.time, modified: now() } });
    },
    remove(name) {
      document(name);
      documents.delete(name);
    },
    async save(to) {
      const state: Saved = {
        documents: [...documents],
        archives: [...archives].map(([path, bytes]) => [path, bytes.toString('base64')]),
      };
      await writeFile(to, JSON.stringify(state));
    },
  };
}

/** Whether an upload is whole: clients trust these sums. */
function checked(
  name: string,
  version: string,
  manifest: Version,
  data: Buffer | undefined,
): NonNullable<Version['dist']> {
  if (manifest.name !== name || manifest.version !== version) {
    throw new Refusal(400, `${name}@${version} calls itself ${manifest.name}@${manifest.version}`);
  }
  if (!data) throw new Refusal(400, `${name}@${version} came without an archive`);
  const sums = sumsOf(data);
  if (manifest.dist?.integrity !== sums.integrity || manifest.dist.shasum !== sums.shasum) {
    throw new Refusal(400, `the archive of ${name}@${version} is not the one that its manifest describes`);
  }
  return sums;
}

/** What a manifest says of its archive. */
export function sumsOf(data: Buffer): { readonly shasum: string; readonly integrity: string } {
  return {
    shasum: createHash('sha1').update(data).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(data).digest('base64')}`,
  };
}

export function archivePath(name: string, version: string): string {
  return `${name}/-/${name.replace(/^@.*\//, '')}-${version}.tgz`;
}

const EMPTY: Saved = { documents: [], archives: [] };

const now = (): string => new Date().toISOString();
