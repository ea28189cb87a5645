import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { listen } from '../src/serve.js';
import { type Built, buildSite } from '../src/site/build.js';

/** The site, built into a folder of its own and served on loopback. */
export interface BuiltSite extends AsyncDisposable {
  readonly url: string;
  readonly built: Built;
  /** Texts of the pages by their paths. */
  readonly pages: ReadonlyMap<string, string>;
  /** Paths of all files. */
  readonly files: ReadonlySet<string>;
}

export async function startSite(): Promise<BuiltSite> {
  const folder = await mkdtemp(join(tmpdir(), 'who-site-'));
  const built = await buildSite(folder);
  const server = await listen(folder, 0);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => posix.relative(folder, posix.join(parentPath, name)));
  const texts = files
    .filter((path) => path.endsWith('.html'))
    .map((path): [string, string] => [path, readFileSync(join(folder, path), 'utf8')]);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    built,
    pages: new Map(texts),
    files: new Set(files),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What is wrong with the links of the pages. */
export function linkProblems(pages: ReadonlyMap<string, string>, files: ReadonlySet<string>): string[] {
  const ids = new Map([...pages].map(([path, text]) => [path, new Set(valuesOf(text, 'id'))]));
  return [...pages].flatMap(([path, text]) => [
    ...[...valuesOf(text, 'href'), ...valuesOf(text, 'src')].flatMap((link) => linkProblem(path, link, files, ids)),
    ...doubles(valuesOf(text, 'id')).map((id) => `${path} has the id "${id}" twice`),
  ]);
}

function linkProblem(
  path: string,
  link: string,
  files: ReadonlySet<string>,
  ids: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  if (/^https:\/\//.test(link)) return [];
  if (/^[a-z]+:/.test(link)) return [`${path} leads to ${link}`];
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? path : posix.join(posix.dirname(path), target);
  if (!files.has(file)) return [`${path} leads to ${link}, which is not there`];
  return anchor === undefined || ids.get(file)?.has(anchor)
    ? []
    : [`${path} leads to ${link}, and no heading is called so`];
}

const valuesOf = (html: string, name: string): string[] =>
  [...html.matchAll(/<[a-z][^>]*>/g)]
    .flatMap(([tag]) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? [])
    .map((value) => value.replaceAll('&amp;', '&'));

const doubles = (all: readonly string[]): string[] => all.filter((one, index) => all.indexOf(one) !== index);
