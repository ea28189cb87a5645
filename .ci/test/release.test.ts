import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { State } from '../changesets/copy.js';
import { command } from '../command.js';
import { addressProblems, foreignAddresses } from '../house/address.js';
import { type Registry, startRegistry } from '../registry/server.js';
import { type Document, openStore, type Store, sumsOf } from '../registry/store.js';
import { isolated } from '../release/isolation.js';
import { firstReleaseProblems, orderProblems } from '../release/problems.js';
import { readReleaseScript } from '../release/script.js';
import { root } from './packages.js';

const upload = (version: string, data = Buffer.from(version)) => ({
  name: '@who/x',
  'dist-tags': { latest: version },
  time: {},
  versions: {
    [version]: {
      name: '@who/x',
      version,
      dist: sumsOf(data),
    },
  },
  _attachments: { 'x.tgz': { data: data.toString('base64') } },
});

describe('the registry of the rehearsal', () => {
  let store: Store;
  let registry: Registry;
  const send = (method: string, path: string, body?: unknown, token = 'rehearsal') =>
    fetch(registry.url + path, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      body: body === undefined ? null : JSON.stringify(body),
    });

  beforeAll(async () => {
    store = await openStore();
    registry = await startRegistry(store, 'rehearsal');
  });
  afterAll(() => registry[Symbol.asyncDispose]());

  it('takes a version once, whole, and from who has the token', async () => {
    expect((await send('PUT', '@who%2fx', upload('1.0.0'), 'other')).status).toBe(401);
    const other = { ...upload('1.0.0'), _attachments: { 'x.tgz': { data: 'AAAA' } } };
    expect((await send('PUT', '@who%2fx', other)).status).toBe(400);
    expect((await send('GET', '@who%2fx')).status).toBe(404);
    expect((await send('PUT', '@who%2fx', upload('1.0.0'))).status).toBe(201);
    expect((await send('PUT', '@who%2fx', upload('1.0.0'))).status).toBe(403);
    expect(store.published).toEqual(['@who/x@1.0.0']);
    const { versions } = (await (await send('GET', '@who/x')).json()) as Document;
    const archive = await fetch(versions['1.0.0']?.dist?.tarball ?? '');
    expect(await archive.text()).toBe('1.0.0');
  });

  it('lets nobody change what was published, or bring something in without an archive', async () => {
    const document = store.document('@who/x');
    const changed = { '1.0.0': { ...document.versions['1.0.0'], bin: './evil.js' } };
    await send('PUT', '@who%2fx/-rev/1-0', { ...document, versions: changed });
    expect(store.document('@who/x').versions).toEqual(document.versions);
    const added = { ...document.versions, '2.0.0': document.versions['1.0.0'] };
    expect((await send('PUT', '@who%2fx', { ...document, versions: added })).status).toBe(400);
    expect((await send('DELETE', '-/package/@who%2fx/dist-tags/latest')).status).toBe(403);
  });
});

describe('what a rehearsal looks at', () => {
  const state: State = new Map([
    ['@who/core', { folder: 'packages/core', version: '1.0.0', peers: {} }],
    ['@who/x', { folder: 'packages/x', version: '1.0.0', peers: { '@who/core': '^1.0.0', hono: '^4.0.0' } }],
  ]);
  const core = '@who/core@1.0.0';
  const x = '@who/x@1.0.0';
  const refused = { hasSucceeded: false, output: 'ERR_PNPM_PROVENANCE_UNSUPPORTED_PROVIDER', published: [] };
  const broken = { hasSucceeded: false, output: 'status 503', published: [core] };
  const resumed = { hasSucceeded: true, output: `New tag:  ${core}\nNew tag:  ${x}\n`, published: [x] };

  it('is a plugin that comes before what it needs', () => {
    expect(orderProblems([core, x], state)).toEqual([]);
    expect(orderProblems([x, core], state)).toEqual(['@who/x was published before @who/core, which it needs']);
  });

  it.each([
    [[refused, broken, resumed], /^$/],
    [[{ ...refused, hasSucceeded: true, published: [core] }, broken, resumed], /provenance/],
    [[refused, { ...broken, hasSucceeded: true }, resumed], /says nothing of a registry that fails/],
    [[refused, broken, { ...resumed, published: [] }], /@who\/x@1\.0\.0 was not published/],
    [[refused, broken, { ...resumed, published: [x, '@who/demo@0.0.0'] }], /@who\/demo@0\.0\.0 was published/],
    [[refused, broken, { ...resumed, output: '' }], /got no tag/],
  ])('is how its attempts ended %#', (outcomes, problem) => {
    expect(firstReleaseProblems(outcomes, state, '@who/x').join('\n')).toMatch(problem);
  });

  it('is the script of the workflow', () => {
    const { whole, rehearsed } = readReleaseScript();
    expect(whole.replace(' --provenance', '')).toBe(rehearsed);
    expect(rehearsed).toMatch(/^pnpm .* publish .*changeset tag$/);
  });
});

it('nothing leaves the place of a rehearsal', async (context) => {
  const line = await isolated();
  if (!line) return context.skip('this machine lets nobody have a network of their own');
  // An address that is for examples: without a network the kernel knows no way to it, and says so at once.
  const program = `require('net').connect(443, '192.0.2.1').on('error', ({ code }) => console.log(code));
    require('net').createServer().listen(0, '127.0.0.1', function () {
      require('net').connect(this.address().port, '127.0.0.1', () => { console.log('loopback'); process.exit(); });
    });`;
  const printed = await command(line[0] as string, [...line.slice(1), process.execPath, '-e', program], root);
  expect(printed.trim().split('\n').sort()).toEqual(['ENETUNREACH', 'loopback']);
});

describe('links', () => {
  it('lead to the one repository', async () => {
    expect(await addressProblems(), 'run: npx -y pnpm@12 run address').toEqual([]);
  });

  const at = (owner: string, name = 'who'): string => `https://git.example/${owner}/${name}`;

  it.each([
    [`${at('old')}/tree/main/packages/core`, [at('old')]],
    [`"git+${at('old')}.git"`, [at('old')]],
    [`${at('new')}/tree/main/packages/core`, []],
    [`${at('other', 'tool')}/tree/main/x`, []],
  ])('are read out of %s', (text, found) => {
    expect(foreignAddresses(text, at('new'))).toEqual(found);
  });
});
