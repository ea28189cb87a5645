import type { Peer } from '@who/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTrace, type JourneyJson, type Trace, type TraceFetchOptions, traceFetch } from '../src/index.js';
import { engine, visit } from './support.js';

const traces: Trace[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const trace of traces.splice(0)) trace.close();
});

function pageOf(options: TraceFetchOptions = {}): { trace: Trace; page: ReturnType<typeof traceFetch> } {
  const trace = createTrace();
  traces.push(trace);
  return { trace, page: traceFetch(trace, options) };
}

const here: Peer = { address: '127.0.0.1' };
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Request =>
  new Request(`http://localhost:3000${path}`, { headers, method });

describe('the pages behind a fetch handler', () => {
  it('are the same as under node:http', async () => {
    const { page } = pageOf();
    const id = await visit(engine(), { url: '/a?b' });
    const list = await page(ask('/__who', { accept: 'text/html' }), here);
    expect([list?.status, list?.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(list?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await list?.text()).toContain(`href="__who/${id}"`);
    const [journey] = ((await (await page(ask('/__who.json'), here))?.json()) ?? []) as JourneyJson[];
    expect(journey).toMatchObject({ id, path: '/a', status: 200, userid: null });
    expect(await (await page(ask(`/__who/${id}`, { accept: '*/*' }), here))?.text()).toMatch(/^#\d+ GET \/a →/);
    const again = await page(
      ask('/__who', { accept: 'text/html', 'if-none-match': list?.headers.get('etag') ?? '' }),
      here,
    );
    expect([again?.status, await again?.text()]).toEqual([304, '']);
    expect((await page(ask('/__who', {}, 'PUT'), here))?.status).toBe(405);
  });

  it('leave all else to the handler', () => {
    const { page } = pageOf();
    for (const path of ['/', '/__whoami', '/x/__who']) expect(page(ask(path), here)).toBeUndefined();
  });

  it.each<[string, Peer | undefined, Record<string, string>, number]>([
    ['on this machine', here, {}, 200],
    ['on this machine, by IPv6', { address: '::1' }, {}, 200],
    ['on this machine, by a server for both', { address: '::ffff:127.0.0.1' }, {}, 200],
    ['nobody knows where', undefined, {}, 404],
    ['elsewhere', { address: '10.0.0.1' }, {}, 404],
    ['at an address that begins alike', { address: '127.0.0.1.evil' }, {}, 404],
    ['on a Unix socket, which is a proxy most often', { isUnixSocket: true }, {}, 404],
    ['behind a proxy', here, { forwarded: 'for=127.0.0.1' }, 404],
    ['who takes this for another server', here, { host: 'evil.example' }, 404],
  ])('are seen by who is %s, or not', async (_who, peer, headers, status) => {
    const { page } = pageOf();
    expect((await page(ask('/__who', headers), peer))?.status).toBe(status);
  });

  it('are seen by whom a function says, and by nobody else in production', async () => {
    const asked: unknown[] = [];
    const { page } = pageOf({
      path: '/admin/who',
      allow: async (request, peer) => {
        asked.push(request.headers.get('x-admin'), peer);
        return request.headers.get('x-admin') === 'yes';
      },
    });
    expect((await page(ask('/admin/who', { 'x-admin': 'yes' }), here))?.status).toBe(200);
    expect((await page(ask('/admin/who')))?.status).toBe(404);
    expect(asked).toEqual(['yes', here, null, undefined]);
    vi.stubEnv('NODE_ENV', 'production');
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    expect((await pageOf().page(ask('/__who'), here))?.status).toBe(404);
  });
});
