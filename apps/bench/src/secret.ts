/** Signs the tickets and sessions of all peers. Nothing that it protects is worth anything. */
export const secret = 'a secret of the benchmark, 32 bytes at least';
