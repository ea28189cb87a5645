// Runs where there is no network: starts the registry, tries the releases that a file tells of, and prints what became
// of them.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../command.js';
import { startRegistry } from '../registry/server.js';
import { openStore, Refusal, type Store } from '../registry/store.js';
import type { Outcome, Outcomes, Releases } from './attempts.js';
import { isIsolated } from './isolation.js';

const { copy, attempts, from, to }: Releases = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const store = await openStore(from);
const outcomes: Outcome[] = [];
{
  await using registry = await startRegistry(store, randomUUID());
  await writeFile(join(process.env['HOME'] ?? '', '.npmrc'), registry.publishers);
  const env = { ...process.env, npm_config_registry: registry.url };
  for (const { script, failing } of attempts) {
    registry.store = failing === undefined ? store : failingAt(failing);
    const before = store.published.length;
    const { hasSucceeded, output } = await command('sh', ['-ec', script], copy, env).then(
      (text) => ({ hasSucceeded: true, output: text }),
      (error: Error) => ({ hasSucceeded: false, output: error.message }),
    );
    outcomes.push({ hasSucceeded, output, published: store.published.slice(before) });
  }
}
await store.save(to);
const result: Outcomes = { isIsolated: isIsolated(), outcomes };
console.log(JSON.stringify(result));

function failingAt(failing: string): Store {
  return {
    ...store,
    publish(name, upload) {
      if (name === failing) throw new Refusal(503, 'out of order');
      store.publish(name, upload);
    },
  };
}
