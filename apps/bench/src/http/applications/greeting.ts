import type { IncomingMessage, ServerResponse } from 'node:http';

/** What all applications answer. */
export function greeting(userid: string | undefined): string {
  return `Hello ${userid ?? 'stranger'}`;
}

export function greet(res: ServerResponse, userid: string | undefined): void {
  const body = greeting(userid);
  res.setHeader('Content-Type', 'text/plain');
  res.setHeader('Content-Length', body.length);
  res.end(body);
}

/** Where everybody who asks becomes alice. Of a benchmark on loopback, and of nothing else. */
export function isLogin(req: IncomingMessage): boolean {
  return req.url === '/login';
}
