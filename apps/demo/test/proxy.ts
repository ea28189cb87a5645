import { request } from 'node:http';
import { serve } from '@who/testkit';

/** A reverse proxy that has the demo below a path of its own. */
export interface ReverseProxy extends AsyncDisposable {
  /** Where people find the demo: `http://localhost:PORT/app`. */
  readonly url: string;
  /** Says where the demo listens, once that is known. */
  to(demo: string): void;
}

/** @param takesOff whether it takes its path off before it passes a request on */
export async function startProxy(path: string, takesOff: boolean): Promise<ReverseProxy> {
  let upstream = '';
  const server = await serve((req, res) => {
    const target = req.url ?? '';
    if (target !== path && !target.startsWith(`${path}/`)) return res.writeHead(404).end('another application');
    const { hostname: host, port } = new URL(upstream);
    const passed = takesOff ? target.slice(path.length) || '/' : target;
    const onward = request({ host, port, path: passed, method: req.method, headers: req.headers, agent: false });
    onward.on('error', () => res.destroy());
    onward.on('response', (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(res);
    });
    return req.pipe(onward);
  });
  return {
    url: server.url + path,
    to(demo) {
      upstream = demo;
    },
    [Symbol.asyncDispose]: server.close,
  };
}
