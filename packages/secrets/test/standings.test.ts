import { describe, expect, it } from 'vitest';
import { isPossibleName, passwordChanged, type Session, standings } from '../src/index.js';

const session = (userdata = '', userid = 'alice'): Session => ({
  userid,
  userdata,
  timestampSeconds: Date.now() / 1000,
});

describe('standings', () => {
  it('say whether there is such a user, and whether the password is another', async () => {
    const changed = new Map([['alice', '1']]);
    const { isUserAllowed, isRevoked } = standings(async (userid) => changed.get(userid), 0);
    const before = session(passwordChanged('1').userdata);
    expect([await isUserAllowed('alice'), await isUserAllowed('bob')]).toEqual([true, false]);
    expect([await isRevoked(before), await isRevoked(session()), await isRevoked(session('', 'bob'))]).toEqual([
      false,
      false,
      true,
    ]);
    changed.set('alice', '2');
    expect(await isRevoked(before)).toBe(true);
    changed.delete('alice');
    expect([await isUserAllowed('alice'), await isRevoked(session())]).toEqual([false, true]);
  });

  it('are asked for once by all who ask at once or soon after, and again after a sign-in', async () => {
    let asked = 0;
    const { isUserAllowed, signedIn } = standings(async () => String(++asked), 3_600_000);
    await Promise.all(Array.from({ length: 50 }, () => isUserAllowed('alice')));
    await isUserAllowed('alice');
    expect(asked).toBe(1);
    signedIn('alice');
    await isUserAllowed('alice');
    expect(asked).toBe(2);
  });

  it('end no sign-in that may be younger than they are', async () => {
    let now = '1';
    const { isUserAllowed, isRevoked } = standings(async () => now, 3_600_000);
    await isUserAllowed('alice');
    now = '2';
    expect(await isRevoked(session('pwd=2'))).toBe(false);
  });

  it('keep no failure', async () => {
    let isAway = true;
    const { isUserAllowed } = standings(async () => {
      if (isAway) throw new Error('away');
      return '';
    }, 3_600_000);
    await expect(isUserAllowed('alice')).rejects.toThrow('away');
    isAway = false;
    expect(await isUserAllowed('alice')).toBe(true);
  });

  it('keep nothing of a sign-in whose backend says nothing', () => {
    expect(passwordChanged('')).toEqual({});
    expect(passwordChanged('x')).toEqual({ userdata: 'pwd=x' });
  });
});

it('is a possible name what no backend takes for something else', () => {
  for (const name of ['a', ' ', 'José', '😀', 'x'.repeat(1024), 'é'.repeat(512)])
    expect(isPossibleName(name)).toBe(true);
  for (const name of ['', 'a\0', '\ud800', 'x'.repeat(1025), 'é'.repeat(513), 7, null, undefined, ['a'], {}]) {
    expect(isPossibleName(name)).toBe(false);
  }
});
