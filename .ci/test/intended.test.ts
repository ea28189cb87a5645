import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addChangeset, copyManifests, readState, type State, version } from '../changesets/copy.js';
import { differences, intended } from '../changesets/intended.js';
import type { Bump } from '../changesets/pending.js';

const state = (packages: Record<string, [version: string, peers?: Record<string, string>]>): State =>
  new Map(Object.entries(packages).map(([name, [version, peers = {}]]) => [name, { folder: name, version, peers }]));

const before = state({
  core: ['1.2.0'],
  cache: ['1.0.3', { core: '^1.0.0' }],
  memory: ['2.1.0', { core: '^1.1.0', cache: '^1.0.0' }],
  server: ['1.0.0'],
  young: ['0.3.1', { server: '^1.0.0' }],
});
const after = (releases: Record<string, Bump>): State => intended(before, new Map(Object.entries(releases)));

describe('what releases are meant to lead to', () => {
  it('is that nobody else moves while ranges hold', () => {
    expect(after({ core: 'patch' })).toEqual(
      new Map([...before, ['core', { folder: 'core', version: '1.2.1', peers: {} }]]),
    );
    expect(after({ core: 'minor' })).toEqual(
      new Map([...before, ['core', { folder: 'core', version: '1.3.0', peers: {} }]]),
    );
  });

  it('is that all who depend on a major version move, and their ranges follow', () => {
    expect(after({ core: 'major', young: 'patch' })).toEqual(
      state({
        core: ['2.0.0'],
        cache: ['2.0.0', { core: '^2.0.0' }],
        memory: ['3.0.0', { core: '^2.0.0', cache: '^2.0.0' }],
        server: ['1.0.0'],
        young: ['0.3.2', { server: '^1.0.0' }],
      }),
    );
  });

  it('is that a minor version below 1.0.0 leaves the range', () => {
    const early = state({ core: ['0.1.0'], plugin: ['0.1.0', { core: '^0.1.0' }] });
    expect(intended(early, new Map([['core', 'minor']]))).toEqual(
      state({ core: ['0.2.0'], plugin: ['1.0.0', { core: '^0.2.0' }] }),
    );
    expect(intended(early, new Map([['core', 'patch']])).get('plugin')).toEqual(early.get('plugin'));
  });

  it('is said where it did not come so', () => {
    expect(differences(before, before)).toEqual([]);
    expect(differences(after({ core: 'major' }), before)).toContain('cache asks for core ^1.0.0, not ^2.0.0');
    expect(differences(before, after({ core: 'minor' }))).toEqual(['core becomes 1.3.0, not 1.2.0']);
  });
});

it('is what the configuration does, and a wrong one shows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'who-config-'));
  try {
    await copyManifests(folder);
    const path = join(folder, '.changeset/config.json');
    const config = JSON.parse(readFileSync(path, 'utf8'));
    // Changesets' own default: every minor version of core would be a major one of every plugin.
    const wrong = { onlyUpdatePeerDependentsWhenOutOfRange: false };
    writeFileSync(path, JSON.stringify({ ...config, ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: wrong }));
    const files = readState(folder);
    await version(folder);
    const released = readState(folder);
    expect(released.size).toBe(files.size);
    await addChangeset(folder, { '@who/core': 'minor' });
    const wanted = intended(released, new Map([['@who/core', 'minor']]));
    await version(folder);
    expect(differences(wanted, readState(folder))).toContainEqual(expect.stringMatching(/^@who\/connect becomes/));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
