import { executionAsyncResource } from 'node:async_hooks';

/**
 * Holds one tick of `process.nextTick` for as long as the process lives. Node never again makes ticks quickly once V8 has
 * collected garbage a few times while there was none (seen in 20 to 26): whatever a server answers costs a fifth more from
 * then on. When that happens is luck, which would be measured along with the servers.
 */
export function holdTick(): void {
  process.nextTick(() => held.push(executionAsyncResource()));
}

const held: object[] = [];
