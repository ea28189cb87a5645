import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What the bridge hands to handlers. */
export interface Bridged {
  readonly incoming: IncomingMessage;
}

/** The least that lets a fetch handler answer a server of `node:http`, with Node's own classes. */
export function bridge(handler: (request: Request, context: Bridged) => Promise<Response>): RequestListener {
  return (req, res) => {
    let request: Request;
    try {
      request = requestOf(req, res);
    } catch {
      res.writeHead(400).end();
      return;
    }
    handler(request, { incoming: req })
      .then((response) => send(response, req, res))
      .catch(() => res.destroy());
  };
}

function requestOf(req: IncomingMessage, res: ServerResponse): Request {
  const headers = new Headers();
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    headers.append(req.rawHeaders[i] as string, req.rawHeaders[i + 1] as string);
  }
  const { method = 'GET', url = '' } = req;
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url.startsWith('/') ? `http://${req.headers.host}${url}` : url, {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody ? { body: bodyOf(req), duplex: 'half' } : {}),
  });
}

/** One that leaves the request alone when it is cancelled: its connection is still to carry the answer. */
function bodyOf(req: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = req[Symbol.asyncIterator]();
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  };
  // Nothing is read before somebody wants it: what nobody reads can flow away.
  return new ReadableStream(source, { highWaterMark: 0 });
}

async function send(response: Response, req: IncomingMessage, res: ServerResponse): Promise<void> {
  for (const [name, value] of response.headers) res.appendHeader(name, value);
  res.writeHead(response.status);
  res.once('finish', () => req.resume());
  if (response.body === null) {
    res.end();
  } else if (req.method === 'HEAD' || res.destroyed) {
    await response.body.cancel();
    res.end();
  } else {
    res.flushHeaders();
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), res);
  }
}
