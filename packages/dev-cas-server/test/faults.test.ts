import { createHook } from 'node:async_hooks';
import { type ClientRequest, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AnswerFault,
  type DevCasServer,
  type FaultSettings,
  type ProxyCallbackFault,
  startDevCasServer,
} from '../src/index.js';
import { at, eventually, parseXml, start, validate } from './helpers.js';

const service = 'http://app.example.test/';

/** Validates a good ticket at a server with this fault. */
async function ask(server: DevCasServer, settings: FaultSettings, endpoint?: string): Promise<Response> {
  server.faults.set(settings);
  return validate(server, { service, ticket: server.issueTicket({ userid: 'zoe', service }) }, endpoint);
}

async function bodyOf(fault: AnswerFault, endpoint?: string): Promise<string> {
  const response = await ask(await start(), { validate: fault }, endpoint);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  return response.text();
}

const names = (xml: string): string[] => parseXml(xml).children.map(({ name }) => name);

describe('faults on the wire', () => {
  it.each(['slow', 'slow-body'] as const)('%s: the right answer, late', async (fault) => {
    const server = await start();
    const startedAt = performance.now();
    const response = await ask(server, { validate: fault, delayMs: 80 });
    const headAt = performance.now();
    expect(at(parseXml(await response.text()), 'authenticationSuccess', 'user')?.text).toBe('zoe');
    const bodyAt = performance.now();
    // Timers may fire a millisecond early.
    expect((fault === 'slow' ? headAt : bodyAt) - startedAt).toBeGreaterThan(78);
  });

  it('slow-body: sends the head at once', async () => {
    const server = await start();
    const response = await ask(server, { validate: 'slow-body', delayMs: 3_600_000 });
    expect(response.headers.get('content-length')).toMatch(/^\d+$/);
    const reading = response.text();
    await Promise.all([server.close(), expect(reading).rejects.toThrow()]);
  });

  it('hang: nothing, until the client or the server goes away', async () => {
    const server = await start();
    const answer = ask(server, { validate: 'hang' });
    await eventually(() => server.validations).toHaveLength(1);
    await Promise.all([server.close(), expect(answer).rejects.toThrow()]);
  });

  it('drop: no answer', async () => {
    await expect(ask(await start(), { validate: 'drop' })).rejects.toThrow();
  });

  it('half: the connection ends in the middle of the body', async () => {
    const server = await start();
    server.faults.set({ validate: 'half' });
    const ticket = server.issueTicket({ userid: 'zoe', service });
    const { declared, received } = await new Promise<{ declared: number; received: number }>((resolve, reject) => {
      get(`${server.url}/p3/serviceValidate?${new URLSearchParams({ service, ticket })}`, (response) => {
        let received = 0;
        response.on('data', (chunk: Buffer) => {
          received += chunk.length;
        });
        response.on('error', () => resolve({ declared: Number(response.headers['content-length']), received }));
        response.on('end', () => reject(new Error('The body is whole.')));
      }).on('error', reject);
    });
    expect(received).toBe(Math.floor(declared / 2));
  });
});

describe('faults in place of the answer', () => {
  it.each([
    ['status-500', 500],
    ['status-503', 503],
    ['html', 200],
  ] as const)('%s: a page', async (fault, status) => {
    const response = await ask(await start(), { validate: fault });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  it('empty: nothing', async () => {
    expect(await bodyOf('empty')).toBe('');
  });

  it('redirect: to the login page', async () => {
    const response = await ask(await start(), { validate: 'redirect' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/cas/login']);
  });
});

describe.each(['/p3/serviceValidate', '/validate'])('faults in the XML, at %s', (endpoint) => {
  it.each(['cut', 'broken-xml'] as const)('%s: not well-formed', async (fault) => {
    const xml = await bodyOf(fault, endpoint);
    expect(xml).toMatch(/^<cas:serviceResponse/);
    expect(() => parseXml(xml)).toThrow();
  });

  it('wrong-namespace: a success of something else', async () => {
    const xml = await bodyOf('wrong-namespace', endpoint);
    expect(parseXml(xml).name).toBe('{http://cas.example.org/not-cas}serviceResponse');
    expect(xml).toContain('<cas:user>');
  });

  it('doctype: entities that nobody should expand', async () => {
    const xml = await bodyOf('doctype', endpoint);
    expect(xml).toMatch(/^<!DOCTYPE bomb \[\n<!ENTITY bomb0 "who">/);
    expect(xml).toContain('<cas:user>&bomb9;');
    expect(xml.match(/<!ENTITY/g)).toHaveLength(10);
  });

  it('huge: as large as asked for, and well-formed', async () => {
    const xml = await (await ask(await start(), { validate: 'huge', bytes: 200_000 }, endpoint)).text();
    expect(Buffer.byteLength(xml)).toBeGreaterThan(199_000);
    expect(Buffer.byteLength(xml)).toBeLessThan(201_000);
    expect(names(xml)).toEqual(['authenticationSuccess']);
  });

  it('bad-utf8: a byte that is no text', async () => {
    const server = await start();
    const bytes = await (await ask(server, { validate: 'bad-utf8' }, endpoint)).arrayBuffer();
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(new TextDecoder().decode(bytes)).toContain('<cas:user>\ufffdzoe</cas:user>');
  });

  it('two-outcomes: a success and a failure', async () => {
    expect(names(await bodyOf('two-outcomes', endpoint))).toEqual(['authenticationSuccess', 'authenticationFailure']);
  });

  it('nested-success: a failure with a success inside', async () => {
    const failure = at(parseXml(await bodyOf('nested-success', endpoint)), 'authenticationFailure');
    expect(failure?.attributes['code']).toBe('INVALID_TICKET');
    expect(at(failure, 'authenticationSuccess', 'user')?.text).toBe('zoe');
  });

  it('internal-error: a failure', async () => {
    const failure = at(parseXml(await bodyOf('internal-error', endpoint)), 'authenticationFailure');
    expect(failure?.attributes['code']).toBe('INTERNAL_ERROR');
  });
});

describe('faults of a refusal', () => {
  it.each([
    ['two-outcomes', ['authenticationFailure', 'authenticationSuccess']],
    ['nested-success', ['authenticationFailure']],
  ] as const)('%s', async (fault, outcomes) => {
    const server = await start();
    server.faults.set({ validate: fault });
    const xml = await (await validate(server, { service, ticket: 'ST-1' })).text();
    expect(names(xml)).toEqual(outcomes);
    expect(xml).toContain('<cas:user>intruder</cas:user>');
  });

  it.each(['doctype', 'bad-utf8'] as const)('%s', async (fault) => {
    const server = await start();
    server.faults.set({ validate: fault });
    const xml = await (await validate(server, { service, ticket: 'ST-1' })).text();
    expect(xml).toMatch(/code="INVALID_TICKET">(&bomb9;|\ufffd)/);
  });
});

describe('faults.set', () => {
  it('holds until faults.clear', async () => {
    const server = await start();
    expect((await ask(server, { validate: 'status-500' })).status).toBe(500);
    expect((await validate(server, { service, ticket: 'ST-1' })).status).toBe(500);
    expect(server.faults.current).toEqual({ validate: 'status-500' });
    server.faults.clear();
    expect(server.faults.current).toEqual({});
    expect((await validate(server, { service, ticket: 'ST-1' })).status).toBe(200);
  });

  it('holds as often as told', async () => {
    const server = await start();
    const statuses = [(await ask(server, { validate: 'status-503', times: 2 })).status];
    for (let index = 0; index < 2; index += 1) {
      statuses.push((await validate(server, { service, ticket: 'ST-1' })).status);
    }
    expect(statuses).toEqual([503, 503, 200]);
    expect(server.faults.current).toEqual({});
    expect((await ask(server, { validate: 'status-503', times: 0 })).status).toBe(200);
  });

  it('uses the ticket up all the same, and is noted', async () => {
    const server = await start();
    await ask(server, { validate: 'html' });
    const ticket = server.tickets[0]?.id ?? '';
    server.faults.clear();
    expect(await (await validate(server, { service, ticket })).text()).toContain('used already');
    expect(server.validations.map(({ outcome, fault }) => [outcome, fault])).toEqual([
      ['success', 'html'],
      ['INVALID_TICKET', undefined],
    ]);
  });

  it.each([
    { validate: 'toString' as AnswerFault },
    { proxy: 'nothing' as AnswerFault },
    { proxyCallback: 'slow' as ProxyCallbackFault },
    { validate: 'slow', delayMs: -1 } as const,
    { validate: 'huge', bytes: Number.NaN } as const,
    { validate: 'slow', times: '1' as unknown as number } as const,
  ])('refuses %o', async (settings) => {
    const { faults } = await start();
    expect(() => faults.set(settings)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
    expect(faults.current).toEqual({});
  });
});

describe('a wait of an hour', () => {
  /** Timers of that length that are running. */
  const waiting = new Set<number>();
  const hook = createHook({
    init(id, type, _, timer) {
      if (type === 'Timeout' && '_idleTimeout' in timer && timer._idleTimeout === 3_600_000) waiting.add(id);
    },
    destroy: (id) => void waiting.delete(id),
  });
  beforeAll(() => void hook.enable());
  afterAll(() => void hook.disable());

  /** Asks for an answer with this fault. Resolves when the server has begun to be late. */
  async function askFor(server: DevCasServer, fault: AnswerFault): Promise<ClientRequest> {
    server.faults.set({ validate: fault, delayMs: 3_600_000, bytes: 1e12 });
    const query = new URLSearchParams({ service, ticket: server.issueTicket({ userid: 'ada', service }) });
    const request = get(`${server.url}/p3/serviceValidate?${query}`, { agent: false });
    request.on('error', () => {});
    request.on('response', (response) => response.on('error', () => {}).resume());
    await eventually(() => server.validations).toHaveLength(1);
    if (fault.startsWith('slow')) await eventually(() => waiting.size).toBe(1);
    return request;
  }

  it.each(['slow', 'slow-body', 'hang', 'huge'] as const)('ends with the server: %s', async (fault) => {
    const server = await startDevCasServer();
    const request = await askFor(server, fault);
    const gone = new Promise((resolve) => request.once('close', resolve));
    await server.close();
    await gone;
    await eventually(() => waiting.size).toBe(0);
  });

  it.each(['slow', 'slow-body'] as const)('ends with the client: %s', async (fault) => {
    const request = await askFor(await start(), fault);
    request.destroy();
    await eventually(() => waiting.size).toBe(0);
  });
});
