import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { repositoryUrl, root } from '../site/places.js';

/** Where a link of a page leads. */
export interface Target {
  readonly href: string;
  /** It leaves the site. */
  readonly isOutside: boolean;
}

/**
 * Finds out where a link leads that stands in a file of the repository: to another page of the site where there is one
 * for the file, and else to the file at the repository.
 */
export class Links {
  /** Paths of pages by the files that they are made of. */
  readonly #pages: ReadonlyMap<string, string>;
  /** Files that pages show, as pictures. */
  readonly assets: Set<string> = new Set();

  constructor(pages: ReadonlyMap<string, string>) {
    this.#pages = pages;
  }

  /** @param from the page that has the link; `source`: the file that it stands in */
  resolve(link: string, from: string, source: string): Target {
    const own = link.startsWith(`${repositoryUrl}/`) ? fileAt(link) : undefined;
    if (own === undefined && /^[a-z]+:/.test(link)) return { href: link, isOutside: true };
    if (link.startsWith('#')) return { href: link, isOutside: false };
    const [target = '', anchor] = (own ?? link).split('#');
    const file = own === undefined ? fileOf(target, source) : target;
    const page = this.#pageOf(file, from, source, target);
    // GitHub's name for the README below a list of files.
    const hash = anchor === undefined || anchor === 'readme' ? '' : `#${anchor}`;
    if (page !== undefined) return { href: relative(from, page) + hash, isOutside: false };
    if (!existsSync(root + file)) throw new Error(`${source} has a link to ${link}, which is not there.`);
    return { href: `${repositoryUrl}/blob/main/${file}${hash}`, isOutside: true };
  }

  /** A picture, which then belongs to the site. */
  picture(link: string, from: string, source: string): string {
    const file = fileOf(link, source);
    if (!existsSync(root + file)) throw new Error(`${source} shows ${link}, which is not there.`);
    this.assets.add(file);
    return relative(from, `assets/${posix.basename(file)}`);
  }

  #pageOf(file: string, from: string, source: string, target: string): string | undefined {
    // Links between pages of the site: `../how-to/cas.html`.
    if (source.startsWith('apps/docs/pages/') && target.endsWith('.html'))
      return posix.join(posix.dirname(from), target);
    const bare = file.replace(/\/$/, '');
    return this.#pages.get(bare) ?? this.#pages.get(posix.join(bare, 'README.md'));
  }
}

/** The file that a link means which stands in another one; `/packages/core` is a path in the repository. */
const fileOf = (target: string, source: string): string =>
  target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(source), target);

/** `packages/secrets` of an address at the repository. */
function fileAt(link: string): string | undefined {
  const [, file] = /\/(?:tree|blob)\/main\/(.+)$/.exec(link) ?? [];
  return file ?? (link === repositoryUrl ? 'README.md' : undefined);
}

/** The way from one page to another file of the site, whatever address the site has. */
export function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to) || posix.basename(to);
}
