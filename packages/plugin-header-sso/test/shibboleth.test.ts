import { readFileSync } from 'node:fs';
import { createWho, type Identity, type Reply } from '@who/core';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type HeaderSsoMetadata, type HeaderSsoOptions, headerSso, presets } from '../src/index.js';

interface Recorded {
  readonly url: string;
  readonly rawHeaders: readonly (readonly [string, string])[];
}

const recorded = JSON.parse(readFileSync(new URL('fixtures/shibboleth.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Recorded | null>
>;

const NAMES = 'eppn affiliation entitlement uid mail cn sn givenName title displayName telephoneNumber'.split(' ');

/** The path that Shibboleth protects in all of these is the one that the request asks for. */
function optionsFor(name: string): HeaderSsoOptions {
  const variant = name
    .replace(/^nospoofcheck\./, '')
    .replace(/^spoof\./, '')
    .split('.')[0] as string;
  const common = {
    trustedPeers: ['127.0.0.1'],
    paths: ['/headers/*', '/lazy/*', '/urlenc/*', '/env/*', '/envexpr/*', '/envcond/*', '/envearly/*'],
  };
  if (variant.startsWith('env')) {
    return {
      ...presets.shibbolethEnvironment,
      ...common,
      // Only this one of the recorded configurations passes on the session.
      sessionHeader: variant === 'env' ? 'X-Shib-Session-ID' : undefined,
      attributes: Object.fromEntries(NAMES.map((attribute) => [`X-Shib-${attribute}`, attribute])),
    };
  }
  return {
    ...presets.shibboleth,
    ...common,
    encoding: variant === 'urlenc' ? 'url' : 'backslash',
    attributes: Object.fromEntries(NAMES.map((attribute) => [attribute, attribute])),
  };
}

interface Outcome {
  readonly identity: Identity<HeaderSsoMetadata> | undefined;
  readonly reply: Reply | undefined;
  /** What the application would see of `evil`. */
  readonly forged: readonly string[];
}

async function outcomeOf(name: string, remoteAddress = '127.0.0.1'): Promise<Outcome> {
  const { url, rawHeaders } = recorded[name] as Recorded;
  const headers: Record<string, string[]> = {};
  for (const [header, value] of rawHeaders) headers[header] = [...(headers[header] ?? []), value];
  const request = fakeRequest({ url, headers, remoteAddress });
  const who = createWho({
    publicUrl: 'https://sp.example.test',
    logger: { debug() {}, warn() {}, error() {} },
    plugins: { sso: headerSso(optionsFor(name)) },
    identifiers: ['sso'],
    authenticators: ['sso'],
    metadataProviders: ['sso'],
  });
  const api = who.api(request);
  const identity = await api.authenticate();
  const forged = request.headerLines.filter((value, i) => i % 2 === 1 && value.includes('evil'));
  return { identity, reply: api.earlyReply, forged };
}

/** Everybody's attributes, where the encoding takes nothing from them. */
const ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  student: {
    eppn: ['student@example.test'],
    affiliation: ['member@example.test', 'student@example.test'],
    entitlement: ['urn:mace:example:one', 'urn:mace:example:two', 'http://example.test/a;b'],
    uid: ['student'],
    mail: ['student@example.test'],
    cn: ['Zoë Łukasz'],
    sn: ['Łukasz'],
    givenName: ['Zoë'],
    displayName: ['Zoë 日本'],
  },
  staff: {
    eppn: ['staff@example.test'],
    affiliation: ['staff@example.test'],
    uid: ['staff'],
    mail: ['staff@example.test', 's2@example.test'],
    cn: ['Staff Member'],
  },
  minimal: { eppn: ['minimal@example.test'] },
  noeppn: { uid: ['noeppn'], mail: ['noeppn@example.test'] },
  odd: {
    eppn: ['odd@example.test'],
    uid: ['o;d\\d'],
    cn: ['café \u2028x', 'a\\;b'],
    sn: ['a', 'b; c'],
    givenName: ['  spaces  '],
    displayName: ['tab\there'],
    entitlement: [';', '\\', 'plain'],
    title: ['"quoted" <b>&amp;'],
  },
  // A value with a line feed is none.
  newline: { eppn: ['newline@example.test'] },
};

/** What the backslash encoding, and spaces around a header's value, do to them. */
const AS_SENT: typeof ATTRIBUTES = {
  ...ATTRIBUTES,
  odd: { ...ATTRIBUTES['odd'], givenName: ['spaces'], entitlement: [';', ';plain'] },
  // Apache's %{…}e makes a space of a line feed.
  newline: { eppn: ['newline@example.test'], sn: ['two Injected: yes'] },
};

const arrived = Object.keys(recorded).filter((name) => recorded[name] !== null);
const genuine = arrived.filter((name) =>
  /^(?:nospoofcheck\.)?(?:headers|lazy|urlenc|env\w*)\.(?!nosession)/.test(name),
);
const spoofed = arrived.filter((name) => /^(?:nospoofcheck\.)?spoof\./.test(name));
const others = arrived.filter((name) => !genuine.includes(name) && !spoofed.includes(name));

describe('headers of a real Shibboleth', () => {
  it.each(genuine)('name the user in %s', async (name) => {
    const [, variant, user] = /(\w+)\.(\w+)$/.exec(name) as RegExpExecArray as unknown as [string, string, string];
    const { identity, reply } = await outcomeOf(name);
    expect(reply).toBeUndefined();
    expect(identity?.userid).toBe(user === 'noeppn' ? 'noeppn' : `${user}@example.test`);
    expect(identity?.metadata.attributes).toEqual((variant === 'urlenc' ? ATTRIBUTES : AS_SENT)[user]);
  });

  it.each(others)('name nobody in %s', async (name) => {
    const { identity, reply } = await outcomeOf(name);
    expect(reply).toBeUndefined();
    expect(identity).toBeUndefined();
  });

  it.each(spoofed)('are not to be forged by %s', async (name) => {
    const { identity, reply, forged } = await outcomeOf(name);
    const isAmbiguous = /nospoofcheck\.spoof\.(?:REMOTE-USER|Remote-User|Shib_Session_ID)\.|\.envcond$/.test(name);
    expect(reply?.status).toBe(isAmbiguous ? 400 : undefined);
    const isSignedIn = /\.session$|\.(?:env|envcond|envexpr)$|required/.test(name) && !isAmbiguous;
    expect(identity?.userid).toBe(isSignedIn ? 'student@example.test' : undefined);
    expect(JSON.stringify(identity?.metadata ?? {})).not.toContain('evil');
    expect(forged).toEqual(NEVER_READ.test(name) ? ['evil'] : []);
  });

  it.each(arrived)('mean nothing from elsewhere, as in %s', async (name) => {
    const { identity, forged } = await outcomeOf(name, '192.0.2.1');
    expect(identity).toBeUndefined();
    expect(forged).toEqual(NEVER_READ.test(name) ? ['evil'] : []);
  });
});

/** Headers that no front end sets and nobody reads are none of the plugin's business. */
const NEVER_READ = /spoof\.(?:AJP|HTTP_EPPN)\./;
