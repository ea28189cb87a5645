import type { TestServer } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVIL } from './forging/attempt.js';
import { type Seen, startApplication } from './front-ends/application.js';
import type { FrontEnd, RunningFrontEnd } from './front-ends/front-end.js';
import { oauth2Proxy, openidc, userFromApache, userFromNginx } from './front-ends/others.js';
import { recommended, WAY_TO_NODE } from './front-ends/readme.js';
import { mellon, shibbolethEnvironment, shibbolethHeaders } from './front-ends/saml.js';
import { sendRaw } from './raw-http.js';

const kinds: readonly FrontEnd[] = [
  shibbolethHeaders,
  shibbolethEnvironment,
  mellon,
  openidc,
  oauth2Proxy,
  userFromApache,
  userFromNginx,
];

const blocks = recommended().filter(({ heading }) => heading !== WAY_TO_NODE);
const cases = blocks.map((block) => {
  const kind = kinds.find(({ isFor }) => isFor.test(block.text));
  if (!kind) throw new Error(`Nobody knows how to try what the README recommends in "${block.heading}".`);
  const needs = kind.missing.length > 0 ? ` (skipped: needs ${kind.missing.join(', ')})` : '';
  return { kind, block, title: `${block.heading}: ${block.server}${needs}` };
});

it('is recommended for every preset', () => {
  expect(new Set(cases.map(({ kind }) => kind.name))).toEqual(new Set(kinds.map(({ name }) => name)));
});

describe.each(cases)('what the README recommends, $title', ({ kind, block }) => {
  const { preset, attributes: map } = kind;
  /** Everything that the application believes of the front end. */
  const believed = [
    ...preset.userHeaders,
    ...(preset.sessionHeader ? [preset.sessionHeader] : []),
    ...Object.keys(map),
  ];
  const forged = believed.map((name) => `${name}: ${EVIL}`);
  const lookalikes = believed
    .flatMap((name) => [name.replaceAll('-', '_'), name.replaceAll('_', '-')].filter((other) => other !== name))
    .map((name) => `${name}: ${EVIL}`);

  describe.skipIf(kind.missing.length > 0)('', () => {
    let application: TestServer;
    let frontEnd: RunningFrontEnd;
    let sessions: readonly (readonly [session: string, genuine: Seen])[];
    beforeAll(async () => {
      application = await startApplication({ ...preset, attributes: map });
      const addresses = { 'http://127.0.0.1:3000': application.url };
      frontEnd = await kind.start((others) => {
        const all = Object.entries({ ...addresses, ...others });
        return [all.reduce((text, [from, to]) => text.replaceAll(from, to), block.text)];
      });
      sessions = await Promise.all(
        frontEnd.accounts.map(
          async ({ user, attributes, signIn }) => [await signIn(), { userid: user, attributes }] as const,
        ),
      );
    });
    afterAll(async () => {
      await frontEnd?.stop();
      await application?.close();
    });

    /** What the application sees; `undefined` when somebody refused before. */
    async function see(lines: readonly string[], target = '/login/sso'): Promise<Seen | undefined> {
      const { host, port } = new URL(frontEnd.url);
      const close = lines.some((line) => /^connection:/i.test(line)) ? [] : ['Connection: close'];
      const all = [`GET ${target} HTTP/1.1`, `Host: ${host}`, ...close, ...lines, '', ''];
      const received = Buffer.from(await sendRaw({ port: Number(port), text: all.join('\r\n') }), 'latin1').toString();
      const [, status, body = ''] = /^HTTP\/1.1 (\d+) .*?\r\n\r\n(.*)$/s.exec(received) ?? [];
      return status === '200' ? JSON.parse(/\{.*\}/s.exec(body)?.[0] ?? 'null') : undefined;
    }

    it('signs in', async () => {
      for (const [session, genuine] of sessions) expect(await see([session])).toEqual(genuine);
    });

    it.each([...forged, ...lookalikes])('takes no "%s" of somebody who is signed in', async (line) => {
      for (const [session, genuine] of sessions)
        expect([genuine, undefined]).toContainEqual(await see([session, line]));
    });

    it.each([[forged], [lookalikes], [[...forged, ...lookalikes]]])('takes none of %j of a stranger', async (lines) => {
      expect(await see(lines)).toBeUndefined();
    });

    it('lets nobody take its headers away', async () => {
      for (const [session, genuine] of sessions) {
        for (const name of believed) {
          expect(await see([session, `Connection: close, ${name}`]), name).toEqual(genuine);
        }
        const lines = [session, `Connection: close, ${believed.join(', ')}`, ...lookalikes];
        expect([genuine, undefined]).toContainEqual(await see(lines));
      }
    });

    it('signs in on no other path', async () => {
      for (const lines of [forged, lookalikes, ...sessions.map(([session]) => [session, ...forged])]) {
        for (const target of ['/', '/login/sso.x', '/LOGIN/SSO', '/login/sso;x']) {
          const seen = await see(lines, target);
          expect(seen ?? { userid: null, attributes: {} }, target).toEqual({ userid: null, attributes: {} });
        }
      }
    });
  });
});
