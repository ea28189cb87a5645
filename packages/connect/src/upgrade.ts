import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  chain,
  isOwnRequest,
  type MaybePromise,
  type Reply,
  responseHead,
  restrict,
  type Who,
  type WhoApi,
} from '@who/core';
import { resolveUpgradeOptions, type WhoUpgradeOptions } from './options.js';
import { nodeRequest } from './request/node-request.js';
import { logError } from './response/error-page.js';
import { errorReply, plainReply } from './response/reply.js';
import type { RegisteredApi } from './types.js';

/** What a server's `upgrade` event calls. */
export type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => unknown;

/**
 * Wraps what opens WebSockets, so that only those get there whom a predicate names, from a page of the application's
 * own or by a program. An upgrade passes no middleware, and browsers send cookies with it from any site. All others are
 * answered on the socket: 401 with what a program has to know to sign in, 403, or the status of an error.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const sockets = new WebSocketServer({ noServer: true });
 * server.on('upgrade', whoUpgrade(who, (req, socket, head) => {
 *   sockets.handleUpgrade(req, socket, head, (client) => client.send(`Hello ${req.remoteUser}`));
 * }));
 */
export function whoUpgrade<M extends object>(
  who: Who<M>,
  listener: UpgradeListener,
  options: WhoUpgradeOptions<M> = {},
): UpgradeListener {
  const { predicate, anyOrigin } = resolveUpgradeOptions(who, options);
  const refusalOf = restrict<M>(predicate);

  /** What to answer; `undefined` where the connection may be opened. */
  function answerTo(api: WhoApi<M>): MaybePromise<Reply | undefined> {
    if (!anyOrigin && !isOwnRequest(api.exchange)) return plainReply(403);
    return chain(refusalOf(api), (refusal) => {
      if (refusal !== 401) return refusal && plainReply(refusal);
      return chain(api.challenge(responseHead(401)), (reply) => (reply?.status === 401 ? reply : plainReply(401)));
    });
  }

  return async (req, socket, head) => {
    socket.on('error', ignore);
    const api = who.api(nodeRequest(req));
    let answer: Reply | undefined;
    let isHandedOver = false;
    try {
      answer = await answerTo(api);
      if (!answer && !socket.destroyed) {
        req.who = api as WhoApi<object> as RegisteredApi;
        req.remoteUser = api.identity?.userid;
        socket.off('error', ignore);
        isHandedOver = true;
        await listener(req, socket, head);
      }
    } catch (error) {
      logError(api.exchange.logger, error);
      // What the listener has sent, nobody knows.
      if (isHandedOver) socket.destroy();
      else answer = errorReply(error);
    }
    if (answer && !socket.destroyed) send(socket, answer);
  };
}

/** Sends a reply over a socket that no response stands before any more, and closes it. */
function send(socket: Duplex & { setTimeout?(ms: number, done: () => void): unknown }, reply: Reply): void {
  const { status, headers = [], body = '' } = reply;
  const bytes = Buffer.from(body);
  const lines = headers
    .filter(([name]) => !ABOUT_THE_CONNECTION.test(name))
    .map(([name, value]) => `${name}: ${value}`);
  lines.unshift(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`);
  lines.push('Connection: close', `Content-Length: ${bytes.length}`, '', '');
  socket.write(lines.join('\r\n'), 'latin1');
  socket.end(bytes);
  // What the client still sends is read, else the answer could get lost; but not for long.
  socket.resume();
  socket.setTimeout?.(CLOSING_MS, () => socket.destroy());
}

const ABOUT_THE_CONNECTION = /^(?:connection|content-length|keep-alive|transfer-encoding)$/i;
const CLOSING_MS = 5000;

/** The client has gone. */
function ignore(): void {}
