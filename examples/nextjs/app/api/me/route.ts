import { userOf } from '../../user';

/** For scripts of the page: who is signed in, or null. No shared cache may keep it. */
export function GET({ headers }: Request): Response {
  return Response.json({ userid: userOf(headers) ?? null }, { headers: { 'Cache-Control': 'private, no-store' } });
}
