import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasApache, startApache } from '../apache.js';
import { inOrder, type Stoppable } from '../in-order.js';
import { hasNginx, startNginx } from '../nginx.js';
import { freePort } from '../ports.js';

/** A cache in front of an application. */
export interface Cache {
  readonly name: string;
  readonly missing: readonly string[];
  /** Whether it hands on cookies with what it keeps. */
  readonly keepsCookies: boolean;
  start(application: string): Promise<Stoppable & { readonly url: string }>;
}

/** As they come, and one whose owner wanted it to keep as much as it can. */
export const caches: readonly Cache[] = [
  {
    name: 'Apache’s mod_cache_disk',
    keepsCookies: true,
    ...apache(['cache_disk'], (folder) => [`CacheRoot ${folder}`, 'CacheEnable disk /']),
  },
  {
    name: 'Apache’s mod_cache_socache',
    keepsCookies: true,
    ...apache(['cache_socache', 'socache_shmcb'], () => ['CacheSocache shmcb', 'CacheEnable socache /']),
  },
  { name: 'nginx’s proxy_cache', keepsCookies: false, ...nginx() },
  {
    name: 'nginx’s proxy_cache, told to keep all',
    keepsCookies: true,
    ...nginx('proxy_cache_valid any 10m;', 'proxy_ignore_headers Set-Cookie Vary;'),
  },
];

function apache(
  storage: readonly string[],
  configuration: (folder: string) => readonly string[],
): Pick<Cache, 'missing' | 'start'> {
  const modules = ['proxy', 'proxy_http', 'cache', ...storage];
  return {
    missing: hasApache(...modules) ? [] : ['Apache'],
    start: (application) =>
      inOrder(async (keep) => {
        const folder = await mkdtemp(join(tmpdir(), 'who-cache-'));
        keep({ stop: () => rm(folder, { recursive: true, force: true }) });
        await chmod(folder, 0o777);
        const pass = `ProxyPass / ${application}/`;
        return keep(await startApache({ modules, configuration: [...configuration(folder), pass] }));
      }),
  };
}

function nginx(...directives: readonly string[]): Pick<Cache, 'missing' | 'start'> {
  return {
    missing: hasNginx ? [] : ['nginx'],
    async start(application) {
      const location = ['location / {', 'proxy_cache pages;', ...directives, `proxy_pass ${application};`, '}'];
      return startNginx(await freePort(), location, {}, ['proxy_cache_path kept keys_zone=pages:1m;']);
    },
  };
}
