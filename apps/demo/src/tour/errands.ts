import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type RequestListener, request } from 'node:http';

/** A request that the demo sends to itself. */
export interface Errand {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** Who answers it. */
  readonly listener: RequestListener;
}

/** What came of it. */
export interface Returned {
  /** The number of the request, by which its journey is found. */
  readonly journey: number | undefined;
  readonly location: string;
  readonly setCookies: readonly string[];
}

/** Sends requests to where a visitor's came in, as a browser would, and hands each to the listener that it is for. */
export class Errands {
  readonly #under: Map<string, { readonly errand: Errand; done(journey: number | undefined): void }> = new Map();

  /** Stands in front of the application. Nobody else knows the words by which errands are known. */
  around(listener: RequestListener): RequestListener {
    return (req, res) => {
      const under = this.#under.get(String(req.headers[PASSWORD]));
      if (!under) return listener(req, res);
      res.once('close', () => under.done(req.who?.exchange.number));
      return under.errand.listener(req, res);
    };
  }

  async send({ socket }: IncomingMessage, host: string, errand: Errand): Promise<Returned> {
    const password = randomUUID();
    const journey = new Promise<number | undefined>((done) => this.#under.set(password, { errand, done }));
    try {
      const body = errand.form && new URLSearchParams(errand.form).toString();
      const sent = request({
        host: socket.localAddress,
        port: socket.localPort,
        method: errand.method,
        path: errand.path,
        headers: {
          ...BROWSER,
          host,
          ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          ...errand.headers,
          [PASSWORD]: password,
        },
        agent: false,
        signal: AbortSignal.timeout(20_000),
      }).end(body);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      await once(response.resume(), 'end');
      const { location = '', 'set-cookie': setCookies = [] } = response.headers;
      return { journey: await journey, location, setCookies };
    } finally {
      this.#under.delete(password);
    }
  }
}

const PASSWORD = 'x-demo-errand';

/** As a page load, of the demo's own. */
const BROWSER = {
  accept: 'text/html',
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
} as const;
