import { once } from 'node:events';
import { connect, constants, type IncomingHttpHeaders, type IncomingHttpStatusHeader } from 'node:http2';
import type { Header } from '@who/core';
import { answerHead, fieldsOf, type Protocol, read } from './client.js';

/** HTTP/2 in the clear, over one connection. */
export function http2(url: string): Protocol {
  const session = connect(url);
  session.on('error', () => {});

  const begin: Protocol['begin'] = ({ path = '/', method = 'GET', body, ...asked }) => {
    const stream = session.request({ ':path': path, ':method': method, ...fieldsOf(asked) });
    stream.on('error', () => {});
    const response = once(stream, 'response') as Promise<[IncomingHttpHeaders & IncomingHttpStatusHeader]>;
    stream.end(body);
    return {
      answer: response.then(([{ ':status': status = 0, ...headers }]) => ({
        head: answerHead(status, linesOf(headers), session.socket.localPort),
        body: stream,
      })),
      hangUp: () => stream.close(constants.NGHTTP2_CANCEL),
    };
  };

  return {
    begin,
    async text(asked) {
      const { status, message, lines, body } = await read(begin(asked));
      const head = [`HTTP/1.1 ${status} ${message}`, ...lines.map((header) => header.join(': '))];
      return [...head, '', body].join('\r\n');
    },
    raw: () => Promise.reject(new Error('HTTP/2 is not written by hand.')),
    close: () => session.destroy(),
  };
}

function linesOf(headers: IncomingHttpHeaders): Header[] {
  return Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((item): Header => [name, item]));
}
