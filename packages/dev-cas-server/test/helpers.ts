import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { expect, onTestFinished } from 'vitest';
import { type DevCasServer, type DevCasServerOptions, startDevCasServer } from '../src/index.js';

export const casNamespace = 'http://www.yale.edu/tp/cas';

/** A server that ends with the test. */
export async function start(options: DevCasServerOptions = {}): Promise<DevCasServer> {
  const server = await startDevCasServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** A clock that stands still until it is told to move. */
export function fakeClock(): { now(): number; advanceSeconds(seconds: number): void } {
  let nowMs = Date.UTC(2026, 0, 1);
  return {
    now: () => nowMs,
    advanceSeconds(seconds) {
      nowMs += seconds * 1_000;
    },
  };
}

/** A browser as far as these tests need one: it keeps the session cookie and follows nothing. */
export interface Browser {
  get(path: string, init?: RequestInit): Promise<Response>;
  /** Fetches the form, with a query, and sends it. */
  signIn(fields: Record<string, string>, query?: string): Promise<Response>;
  /** Signs in for a service and returns the ticket. */
  ticketFor(service: string, userid?: string): Promise<string>;
  cookie: string;
}

export function browser(server: DevCasServer): Browser {
  let cookie = '';

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(server.url + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie, ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) cookie = line.split(';', 1)[0] ?? '';
    return response;
  }

  async function signIn(fields: Record<string, string>, query = ''): Promise<Response> {
    const page = await (await ask(`/login${query}`)).text();
    const execution = hidden(page, 'execution');
    return ask('/login', { method: 'POST', body: new URLSearchParams({ execution, ...fields }) });
  }

  return {
    get: ask,
    signIn,
    async ticketFor(service: string, userid = 'ada'): Promise<string> {
      return ticketIn(await signIn({ username: userid, password: userid, service }, '?renew=true'));
    },
    get cookie() {
      return cookie;
    },
    set cookie(value: string) {
      cookie = value;
    },
  };
}

/** The value of a hidden field of a page; empty when there is none. */
export function hidden(page: string, name: string): string {
  return new RegExp(`<input type="hidden" name="${name}" value="([^"]*)">`).exec(page)?.[1] ?? '';
}

export function ticketIn(response: Response): string {
  return new URL(response.headers.get('location') ?? '').searchParams.get('ticket') ?? '';
}

/** An element, with names as `{namespace}local` left out where the namespace is CAS's. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML strictly. Throws when it is not well-formed. */
export function parseXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ uri, local, attributes }: SaxesTagNS) => {
    const element: Element = {
      name: uri === casNamespace ? local : `{${uri}}${local}`,
      attributes: Object.fromEntries(Object.values(attributes).map(({ name, value }) => [name, value])),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  const [element] = root.children;
  if (!element) throw new Error('There is no element.');
  return element;
}

/** The element at a path of names below this one. */
export function at(element: Element | undefined, ...path: string[]): Element | undefined {
  return path.reduce((found, name) => found?.children.find((child) => child.name === name), element);
}

/** Asks an endpoint to validate. */
export function validate(
  server: DevCasServer,
  parameters: Record<string, string>,
  endpoint = '/p3/serviceValidate',
): Promise<Response> {
  return fetch(`${server.url}${endpoint}?${new URLSearchParams(parameters)}`, { redirect: 'manual' });
}

/** The status of a page, over TLS that is verified against an authority. */
export async function statusOf(url: string, ca: string | undefined): Promise<number | undefined> {
  const request = https.get(url, { ca, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

/** A service that keeps what is posted to it, and ends with the test. */
export async function startService(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end(),
): Promise<{ url: string; bodies: string[]; targets: string[] }> {
  const bodies: string[] = [];
  const targets: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    targets.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/app`, bodies, targets };
}

/** `expect` for what becomes true soon, also on a machine that has much to do. */
export function eventually<T>(get: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(get, { timeout: 4_000 });
}
