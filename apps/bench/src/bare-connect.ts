import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import connect from 'connect';

/** What everything is compared with: Connect, answering about as much JSON as the demo's /whoami. */
const answer = JSON.stringify({
  remoteUser: 'alice',
  classification: 'api',
  identifier: 'ticket',
  authenticator: 'ticket',
  tokens: [],
  metadata: { attributes: {} },
});
const app = connect();
app.use('/whoami', (_req, res) => {
  res.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(answer);
});
const server = createServer(app).listen(0, '127.0.0.1', () => {
  console.log(`It listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
