import { NextResponse } from 'next/server';
import { userOf } from './app/user.js';

export const config = { matcher: '/members/:path*' };

/** Guards pages: the server in front makes a challenge of the 401. */
export function proxy({ headers }) {
  return userOf(headers) === undefined ? new NextResponse(null, { status: 401 }) : NextResponse.next();
}
