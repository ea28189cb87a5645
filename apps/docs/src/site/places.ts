import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository, with a slash at the end. */
export const root: string = fileURLToPath(new URL('../../../../', import.meta.url));

/** Of this application. */
export const home = 'apps/docs/';

/** Text of a file of the repository, by its path in it. */
export const read = (path: string): string => readFileSync(root + path, 'utf8');

/** Where the repository is for readers: what the packages say of themselves. */
export const repositoryUrl: string = (() => {
  const { repository } = JSON.parse(read('packages/core/package.json')) as { repository: { url: string } };
  return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
})();
