import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Header } from '@who/core';
import { answerHead, fieldsOf, type Protocol } from './client.js';

/** @param maxSockets how many connections are open at once */
export function http1(url: string, maxSockets: number): Protocol {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets });
  const sockets = new Set<Socket>();

  async function raw(text: string): Promise<string> {
    const socket = connect(Number(port), hostname.replace(/^\[(.*)\]$/, '$1'));
    sockets.add(socket);
    socket.write(text);
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk;
    });
    await finished(socket, { writable: false });
    return answer;
  }

  return {
    begin({ path = '/', method = 'GET', body, ...asked }) {
      const outgoing = request(url, { agent, path, method, headers: fieldsOf(asked) });
      outgoing.on('error', () => {});
      const response = once(outgoing, 'response') as Promise<[IncomingMessage]>;
      outgoing.end(body);
      return {
        answer: response.then(([incoming]) => {
          const { statusCode = 0, statusMessage, rawHeaders } = incoming;
          // Workers have none.
          const { socket } = incoming as { readonly socket?: Socket };
          return {
            head: answerHead(statusCode, linesOf(rawHeaders), socket?.localPort, statusMessage),
            body: incoming,
          };
        }),
        hangUp: () => outgoing.destroy(),
      };
    },
    text({ path = '/', method = 'GET', ...asked }) {
      const headers = Object.entries(fieldsOf(asked)).map((header) => header.join(': '));
      return raw(written(`${method} ${path}`, ...headers, 'Connection: close'));
    },
    raw,
    close() {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function linesOf(raw: readonly string[]): Header[] {
  return Array.from({ length: raw.length / 2 }, (_, line) => [
    String(raw[2 * line]).toLowerCase(),
    String(raw[2 * line + 1]),
  ]);
}

/** A request as text, for {@link Protocol.raw}. */
export function written(line: string, ...headers: readonly string[]): string {
  return [`${line} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
}
