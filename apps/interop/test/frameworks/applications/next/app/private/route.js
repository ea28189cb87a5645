import { userOf } from '../user.js';

/** Guards itself: the server in front makes a challenge of the 401. */
export function GET({ headers }) {
  const user = userOf(headers);
  return user === undefined ? new Response(null, { status: 401 }) : new Response(`For ${user}`);
}
