#!/usr/bin/env bash
# socket.io hands middleware a response for WebSocket handshakes that only resembles one.
#
# Versions:  npm: socket.io 4.8.3, ws 8.21.0
# Behaviour: io.engine.use(middleware) calls middleware as Express does, with a real ServerResponse for polling. For the
#            handshake of a WebSocket the response is an object without getHeaderNames, getHeaders, hasHeader and
#            flushHeaders; a status that is set on it is not sent, and end() hangs up without an answer.
# Guess:     one kind of response, because the same middleware gets both and is documented as Express middleware.
# Hurt:      middleware that looks at or answers by the response: sessions, sign-in guards, loggers. A guard's 401 is a
#            connection that breaks without a reason, and what asks for the headers throws, for WebSockets only.
# Output:    polling: getHeaderNames, getHeaders, hasHeader, flushHeaders; answer 401
#            websocket: none of them; answer ECONNRESET
source "$(dirname "$0")/lib/npm.sh"
npm_packages socket.io@4.8.3 ws@8.21.0

cat >ask.mjs <<'JAVASCRIPT'
import { once } from 'node:events';
import http from 'node:http';
import { Server } from 'socket.io';
import { WebSocket } from 'ws';

const METHODS = ['getHeaderNames', 'getHeaders', 'hasHeader', 'flushHeaders'];
const server = http.createServer();
const io = new Server(server);
const has = {};
io.engine.use((req, res, next) => {
  const kind = req.headers.upgrade === undefined ? 'polling' : 'websocket';
  has[kind] = METHODS.filter((name) => typeof res[name] === 'function').join(', ') || 'none of them';
  res.statusCode = 401;
  res.end('Who are you?');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

const polling = await fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`);
const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
const answer = await new Promise((resolve) => {
  socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  socket.on('error', (error) => resolve(error.code ?? error.message));
  socket.on('open', () => resolve('open'));
});
io.close();
server.closeAllConnections();
const seen = [`polling: ${has.polling}; answer ${polling.status}`, `websocket: ${has.websocket}; answer ${answer}`];
console.log(seen.join('\n'));
const expected = [`polling: ${METHODS.join(', ')}; answer 401`, 'websocket: none of them; answer ECONNRESET'];
process.exit(seen.join() === expected.join() ? 0 : 1);
JAVASCRIPT
node ask.mjs
