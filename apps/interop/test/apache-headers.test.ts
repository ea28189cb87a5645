import { serve, type TestServer } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasApache, startApache } from './apache.js';
import { sendRaw } from './raw-http.js';
import type { ServerProcess } from './server-process.js';

const modules = ['proxy', 'proxy_http'];
const isThere = hasApache(...modules);
const needs = isThere ? '' : ' (skipped: needs Apache, and root)';

/** What a location says about headers, and which of them arrive as `X-User` when a client sends `X-User: evil`. */
const cases: readonly { directives: readonly string[]; connection?: string; passes: readonly string[] }[] = [
  { directives: [], passes: ['evil'] },
  { directives: ['RequestHeader unset X-User early'], passes: ['evil'] },
  { directives: ['RequestHeader unset X-User'], passes: [] },
  { directives: ['RequestHeader set X-User "%{absent}e"'], passes: ['(null)'] },
  { directives: ['RequestHeader set X-User "%{absent}e" env=absent'], passes: ['evil'] },
  { directives: ['RequestHeader set X-User "expr=%{reqenv:absent}"'], passes: [''] },
  // The client says that the header belongs to the connection.
  { directives: ['RequestHeader set X-User genuine'], connection: 'close, X-User', passes: [] },
  {
    directives: ['RequestHeader set X-User genuine', 'RequestHeader set Connection close'],
    connection: 'close, X-User',
    passes: ['genuine'],
  },
];

// Why the README of `@who/plugin-header-sso` recommends what it does, and nothing that looks like it.
describe.skipIf(!isThere)(`headers in Apache${needs}`, () => {
  let application: TestServer;
  let apache: ServerProcess;
  beforeAll(async () => {
    application = await serve((req, res) => res.end(JSON.stringify(req.headersDistinct['x-user'] ?? [])));
    const locations = cases.flatMap(({ directives }, i) => [`<Location /${i}>`, ...directives, '</Location>']);
    apache = await startApache({ modules, configuration: [...locations, `ProxyPass / ${application.url}/`] });
  });
  afterAll(async () => {
    await apache?.stop();
    await application?.close();
  });

  it.each(cases.map((one, i) => ({ connection: 'close', path: `/${i}`, ...one })))(
    '$directives pass $passes with Connection: $connection',
    async ({ path, connection, passes }) => {
      const lines = [`GET ${path} HTTP/1.1`, 'Host: localhost', `Connection: ${connection}`, 'X-User: evil', '', ''];
      const received = await sendRaw({ port: Number(new URL(apache.url).port), text: lines.join('\r\n') });
      expect(JSON.parse(/\[.*\]/.exec(received)?.[0] ?? 'null')).toEqual(passes);
    },
  );
});
