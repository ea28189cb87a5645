import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type OutgoingHttpHeaders } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { testBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { http2Server } from './applications/http2.js';
import { createEngine } from './applications/site.js';
import { listen } from './engine.js';
import { testVisits } from './visits.js';

const { cert, key } = makeCertificate();

async function start(): Promise<string> {
  return `https://127.0.0.1:${await listen(http2Server(createEngine('https://app.example.org'), { cert, key }))}`;
}

describe('HTTP/2 with allowHTTP1, asked by HTTP/1.1', () => {
  testVisits(start, { connection: { ca: cert } });
});

describe('HTTP/2 with allowHTTP1, asked by HTTP/2', () => {
  it('knows who has signed in by either protocol', async () => {
    const url = await start();
    const session = connect(url, { ca: cert });
    const ask = async (headers: OutgoingHttpHeaders, form?: string): Promise<unknown[]> => {
      const stream = session.request(headers, { endStream: form === undefined });
      if (form !== undefined) stream.end(form);
      let head: Record<string, unknown> = {};
      stream.once('response', (received) => {
        head = received;
      });
      const body = await text(stream);
      return [head[':status'], head['location'] ?? head['www-authenticate'] ?? body, head['set-cookie'] ?? []];
    };
    try {
      const page = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'same-origin' };
      expect(await ask({ ...page, ':path': '/private' })).toEqual([302, '/login?came_from=%2Fprivate', []]);
      expect(session.alpnProtocol).toBe('h2');
      expect(await ask({ ':path': '/private' })).toEqual([401, expect.stringContaining('Basic realm='), []]);

      const type = 'application/x-www-form-urlencoded';
      const login = { ...page, ':method': 'POST', ':path': '/login', 'content-type': type };
      expect(await ask(login, 'login=alice&password=wrong')).toEqual([303, '/login?again', expect.anything()]);
      const [status, location, cookies] = await ask(login, 'login=alice&password=wonderland');
      expect([status, location]).toEqual([303, '/private']);
      expect(cookies).toEqual([expect.stringMatching(/^auth_tkt=.+; Secure/)]);
      const [ticket = ''] = (cookies as [string])[0].split(';', 1);
      expect(await ask({ ...page, ':path': '/private', cookie: ticket })).toEqual([200, 'For alice', []]);

      const browser = testBrowser({ baseUrl: url, connection: { ca: cert } });
      expect((await browser.get('/private', { Cookie: ticket })).body).toBe('For alice');
    } finally {
      session.destroy();
    }
  });
});

/** A certificate that vouches for itself. */
function makeCertificate(): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'who-http2-'));
  try {
    const request = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost';
    const files = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', 'key.pem', '-out', 'cert.pem'];
    execFileSync('openssl', [...request.split(' '), ...files], { cwd: folder, stdio: 'ignore' });
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    return { cert: read('cert.pem'), key: read('key.pem') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
