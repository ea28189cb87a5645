/** Makes room for one more in a bounded memory: what came first goes. */
export function makeRoom(memory: Map<unknown, unknown>, maxEntries: number): void {
  for (const oldest of memory.keys()) {
    if (memory.size < maxEntries) break;
    memory.delete(oldest);
  }
}
