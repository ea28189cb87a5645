import type { HeaderList } from '@who/core';
import type { Context } from 'hono';

/**
 * Adds header lines to the response, beside those that it has: for the headers that `c.get('who').login()` and
 * `c.get('who').logout()` answer with.
 *
 * @example
 * app.post('/logout', async (c) => {
 *   addHeaders(c, await c.get('who').logout());
 *   return c.redirect('/', 303);
 * });
 */
export function addHeaders(c: Context, headers: HeaderList): void {
  for (const [name, value] of headers) c.header(name, value, { append: true });
}
