import { createServer } from 'node:http';
import { nodeRequest, whoListener } from '@who/connect';
import next from 'next';
import { who } from './who.js';

/** Code of Next.js learns from this header who is asking. */
const USER_HEADER = 'x-remote-user';

const app = next({ dev: process.env.NODE_ENV !== 'production' });
await app.prepare();
const handle = app.getRequestHandler();

const port = Number(process.env['PORT'] ?? 3000);
const server = createServer(
  whoListener(who, async (req, res) => {
    // What a client says of itself there must never arrive.
    nodeRequest(req).concealHeaders([USER_HEADER]);
    if (req.remoteUser !== undefined) req.headers[USER_HEADER] = encodeURIComponent(req.remoteUser);
    await handle(req, res);
  }),
);
server.listen(port, () => console.log(`Listening on port ${port}`));
