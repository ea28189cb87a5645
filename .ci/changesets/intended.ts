import type { PackageState, State } from './copy.js';
import type { Bump } from './pending.js';

/**
 * What is meant to come of releases: a package that nothing names moves only when a peer range of its own is left, and
 * then by a major version, because those who install it have to move along. A range follows only when it is left.
 */
export function intended(before: State, releases: ReadonlyMap<string, Bump>): State {
  const bumps = new Map(releases);
  const after = new Map<string, PackageState & { peers: Record<string, string> }>();
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const [name, { folder, version, peers }] of before) {
      const bump = bumps.get(name);
      after.set(name, { folder, version: bump ? raise(version, bump) : version, peers: { ...peers } });
    }
    for (const [name, { peers }] of after) {
      for (const [peer, range] of Object.entries(peers)) {
        const version = after.get(peer)?.version;
        if (version === undefined || isInCaret(range, version)) continue;
        peers[peer] = `^${version}`;
        if (bumps.get(name) === 'major') continue;
        bumps.set(name, 'major');
        isSettled = false;
      }
    }
  }
  return after;
}

/** Where an outcome is not the intended one, in words. */
export function differences(wanted: State, outcome: State): string[] {
  return [...wanted].flatMap(([name, { version, peers }]) => {
    const got = outcome.get(name);
    if (!got) return [`${name} is gone`];
    const ranges = Object.entries(peers).filter(([peer, range]) => got.peers[peer] !== range);
    return [
      ...(got.version === version ? [] : [`${name} becomes ${got.version}, not ${version}`]),
      ...ranges.map(([peer, range]) => `${name} asks for ${peer} ${got.peers[peer]}, not ${range}`),
    ];
  });
}

function numbers(version: string): readonly [major: number, minor: number, patch: number] {
  const match = version.match(/^\^?(\d+)\.(\d+)\.(\d+)$/);
  if (!match) throw new Error(`${version} is neither a plain version nor a caret range`);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

function raise(version: string, bump: Bump): string {
  const [major, minor, patch] = numbers(version);
  if (bump === 'major') return `${major + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** Whether `^1.2.3` holds a version: the first number that is not zero stays, and the whole is not lower. */
function isInCaret(range: string, version: string): boolean {
  const low = numbers(range);
  const is = numbers(version);
  const fixed = low[0] > 0 ? 1 : low[1] > 0 ? 2 : 3;
  const first = is.findIndex((number, index) => number !== low[index]);
  return first === -1 || (first >= fixed && (is[first] as number) > (low[first] as number));
}
