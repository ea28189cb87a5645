import { json } from 'node:stream/consumers';
import { serve, type TestServer } from '@who/testkit';

export const passwordOf = (userid: string): string => `password-of-${userid}`;

const users: unknown[] = ['alice', 'bob'];

/** Stands for the old application: `/check` works, and `/down` does not. */
export const old: TestServer = await serve(async (req, res) => {
  const { login, password } = (await json(req)) as { login: string; password: string };
  if (req.url === '/down') res.writeHead(503).end();
  else if (!users.includes(login) || password !== passwordOf(login)) res.writeHead(401).end();
  else res.end(JSON.stringify({ userid: login }));
});
