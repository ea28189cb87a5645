import { describe, expect, it, vi } from 'vitest';
import { yescryptCheck } from '../src/checks/libxcrypt.js';
import { isMatch } from '../src/index.js';
import { libxcrypt } from '../src/libxcrypt.js';
import { passwords } from './support.js';

// Of "secret", by libxcrypt 4.4.33 (Debian 12).
const YESCRYPT = '$y$j9T$saltsalt$VuCHcCYYVuebTL.IxzSml3z./71e36sys.wEb95cM54';
const GOST = '$gy$j9T$saltsalt$3q1atlju9jgIw3EmyD2Dp8lr9SsS0X3ZtX9BkcRoDn8';
const cheap = { hashing: { scheme: 'argon2id', memoryKib: 8, passes: 1 } } as const;

vi.mock('../src/libxcrypt.js', { spy: true });

const isThere = libxcrypt() !== undefined;

describe.skipIf(!isThere)(`yescrypt${isThere ? '' : ' (skipped: koffi or libxcrypt is not installed)'}`, () => {
  it.each([
    ['yescrypt', YESCRYPT],
    ['gost-yescrypt', GOST],
  ])('is checked by the library of the system: %s', async (scheme, stored) => {
    const { verify, kindOf } = passwords(cheap);
    expect(kindOf(stored)).toMatchObject({ scheme, cost: 12, memoryBytes: 2 ** 24 });
    const answers = await Promise.all(['secret', 'Secret', 'secret\0'].map((password) => verify(password, stored)));
    expect(answers.map(isMatch)).toEqual([true, false, false]);
  });

  it('leaves the event loop alone', async () => {
    let [isOver, turns] = [false, 0];
    const turning = (async () => {
      while (!isOver) await new Promise((resolve) => setImmediate(resolve, turns++));
    })();
    expect(isMatch(await passwords(cheap).verify('secret', YESCRYPT))).toBe(true);
    isOver = true;
    await turning;
    expect(turns).toBeGreaterThan(10);
  });
});

describe('what a yescrypt text costs', () => {
  it.each([
    ['$y$jzzz', 'PASSWORD_FORM_BROKEN'],
    ['$y$jIT', 'PASSWORD_FORM_TOO_COSTLY'],
    ['$y$jFT', 'PASSWORD_FORM_TOO_COSTLY'],
    ['$y$j9T9', 'PASSWORD_FORM_BROKEN'],
  ])('is known before it is computed: %s', (start, code) => {
    expect(passwords(cheap).kindOf(`${start}$saltsalt$${'.'.repeat(43)}`)).toHaveProperty('code', code);
  });
});

describe('without koffi, or where the system has no libxcrypt', () => {
  it('such texts are unavailable, and nothing else is', async () => {
    vi.mocked(libxcrypt).mockReturnValue(undefined);
    const { verify, kindOf } = passwords(cheap);
    for (const stored of [YESCRYPT, GOST]) {
      expect(await verify('secret', stored)).toMatchObject({ code: 'PASSWORD_FORM_UNAVAILABLE' });
      expect(yescryptCheck('crypt', stored)).toBe('unavailable');
    }
    expect(kindOf('$1$saltsalt$NuzA7WTAelpl95xgBGWN60')).toMatchObject({ scheme: 'md5-crypt' });
    vi.mocked(libxcrypt).mockRestore();
  });
});
