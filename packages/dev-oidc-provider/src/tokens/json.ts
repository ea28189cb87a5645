import type { Reply } from '@who/dev-server';

/** An answer that is read by a program. */
export function json(status: number, value: object, ...headers: Reply['headers']): Reply {
  return { status, headers: [['Content-Type', 'application/json'], ...headers], body: JSON.stringify(value) };
}
