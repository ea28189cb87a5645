import { readFileSync } from 'node:fs';

const readme = readFileSync(new URL('../../../../packages/plugin-header-sso/README.md', import.meta.url), 'utf8');

/** A server's configuration that the README of `@who/plugin-header-sso` recommends. */
export interface Recommended {
  /** The heading above it. */
  readonly heading: string;
  readonly server: 'apache' | 'nginx';
  readonly text: string;
}

/** The heading above the blocks that lead from a front end to Node, whatever it is. */
export const WAY_TO_NODE = 'The way to Node';

/** Everything that the README recommends, in its order. */
export function recommended(): readonly Recommended[] {
  const found: Recommended[] = [];
  let heading = '';
  for (const [, title, server, text = ''] of readme.matchAll(/^#+ ([^\n]+)$|^```(apache|nginx)\n(.*?)^```$/gms)) {
    if (title !== undefined) heading = title;
    else found.push({ heading, server: server === 'nginx' ? 'nginx' : 'apache', text });
  }
  return found;
}
