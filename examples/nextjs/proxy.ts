import { type NextRequest, NextResponse } from 'next/server';
import { userOf } from './app/user';

export const config = { matcher: '/private/:path*' };

/** Guards pages: the server in front makes a way to the login page of the 401. */
export function proxy({ headers }: NextRequest): NextResponse {
  return userOf(headers) === undefined ? new NextResponse(null, { status: 401 }) : NextResponse.next();
}
