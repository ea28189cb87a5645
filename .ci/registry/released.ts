import type { Tarball } from '../packages/tarballs.js';
import { openStore, type Store, sumsOf } from './store.js';

/** A store that has packages as though they had just been released. */
export async function released(tarballs: readonly Tarball[]): Promise<Store> {
  const store = await openStore();
  for (const { name, manifest, bytes } of tarballs) {
    const data = Buffer.from(bytes);
    const version = String(manifest.version);
    store.publish(name, {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, name, version, dist: sumsOf(data) } },
      time: {},
      _attachments: { archive: { data: data.toString('base64') } },
    });
  }
  return store;
}
