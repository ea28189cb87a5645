import { Readable } from 'node:stream';
import { turn } from './adapter-engine.js';
import type { Answer } from './client.js';
import { type AddAdapterCheck, page } from './scene.js';
import type { Application } from './subject.js';

/** Responses that nobody has anything to add to. */
const RESPONSES: readonly { name: string; application: Application }[] = [
  { name: 'a page', application: () => page('grüß dich') },
  {
    name: 'a page with headers',
    application: () =>
      page('body', {
        headers: [
          ['X-App', 'a'],
          ['Set-Cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
          ['ETag', '"1"'],
          ['Cache-Control', 'public, max-age=60'],
          ['Vary', 'Accept'],
        ],
      }),
  },
  {
    name: 'bytes',
    application: () => ({
      status: 200,
      headers: [['Content-Type', 'application/octet-stream']],
      body: Uint8Array.from({ length: 512 }, (_, index) => index % 256),
    }),
  },
  { name: 'a large page', application: () => page('x'.repeat(300_000)) },
  { name: 'an empty response', application: () => ({ status: 200, headers: [] }) },
  { name: 'a 201', application: () => page('made', { status: 201, headers: [['Location', '/made']] }) },
  { name: 'a 204', application: () => ({ status: 204, headers: [['X-App', 'a']] }) },
  { name: 'a 304', application: () => ({ status: 304, headers: [['ETag', '"1"']] }) },
  { name: 'a redirect', application: () => ({ status: 302, headers: [['Location', '/there?a=1']] }) },
  { name: 'a 403', application: () => page('no', { status: 403 }) },
  { name: 'a 404', application: () => page('not here', { status: 404 }) },
  { name: 'a 500', application: () => page('not now', { status: 500 }) },
  { name: 'a stream', application: () => page(pieces(5)) },
  { name: 'an empty stream', application: () => page(pieces(0)) },
];

/** A stream that takes its time between its pieces. */
function pieces(count: number): Readable {
  return Readable.from(
    (async function* () {
      for (let piece = 0; piece < count; piece++) {
        await turn();
        yield `piece ${piece}\n`;
      }
    })(),
  );
}

/** What the application answers goes out as though no adapter were there. */
export function responseChecks(check: AddAdapterCheck): void {
  for (const { name, application } of RESPONSES) {
    check(`leaves ${name} as it is, where there is nothing to do`, async ({ expect, start }) => {
      const bare = await start({ application, bare: true });
      const { ask } = await start({ application });
      for (const method of ['GET', 'HEAD', 'POST']) {
        expect(seen(await ask({ method }))).toEqual(seen(await bare.ask({ method })));
      }
    });
  }
}

/** All that two servers have in common. */
function seen({ status, message, lines, body, isCut }: Answer): object {
  return { status, message, lines: lines.filter(([name]) => name !== 'date'), body, isCut };
}
