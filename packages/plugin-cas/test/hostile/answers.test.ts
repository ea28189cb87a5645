import { describe, expect, it } from 'vitest';
import { damaged, type Random, random } from '../../../plugin-oidc/test/mutations/random.js';
import { busyMs } from '../../../testkit/test/busy.js';
import { chosen, PROTOCOLS, type Protocol, response } from './answers.js';
import { arrive, type Scene, scene } from './scene.js';

/** How many answers are tried; each is another one. */
const COUNT = Number(process.env['WHO_CAS_MUTATIONS'] ?? 200);
const SEED = Number(process.env['WHO_CAS_SEED'] ?? Date.now() % 1_000_000_000);

/** What is tried, and whom it may sign in. */
interface Attempt {
  readonly text: (asked: { readonly url: string; readonly body: string }) => string;
  readonly mayBe: (user: string) => boolean;
}

/**
 * Nothing signs an answer of CAS: it is believed as it came. So what is tried is what others have a hand in: the texts
 * that a server puts into its answers, written as they have to be or not at all; and damage on the way.
 */
function attemptAt(protocol: Protocol, chance: Random): Attempt {
  const { of } = chance;
  const value = chosen(protocol, chance);
  const nobody = (user: string): boolean => user === 'nobody';
  const mallory = (user: string): boolean => user === 'nobody' || user === 'mallory';
  return of<Attempt>([
    { text: (asked) => protocol.success('mallory', protocol.escaped(value), asked), mayBe: mallory },
    { text: (asked) => protocol.success('mallory', value, asked), mayBe: mallory },
    { text: (asked) => protocol.failure(protocol.escaped(value), asked), mayBe: nobody },
    { text: (asked) => protocol.failure(value, asked), mayBe: nobody },
    { text: (asked) => damaged(protocol.failure('', asked), chance), mayBe: nobody },
    // A name that has lost a letter is the name that was said.
    {
      text: (asked) => damaged(protocol.success('mallory', protocol.escaped(value), asked), chance),
      mayBe: (user) => user !== 'victim',
    },
    // Cut off anywhere.
    {
      text(asked) {
        const whole = protocol.success('mallory', '', asked);
        return whole.trimEnd().slice(0, chance.below(whole.trimEnd().length));
      },
      mayBe: nobody,
    },
  ]);
}

describe(`answers of CAS that others have a hand in (seed ${SEED})`, () => {
  it(`sign nobody in as somebody else: ${COUNT} of them`, async () => {
    const apps = new Map<Protocol, Scene>(PROTOCOLS.map((protocol) => [protocol, scene(protocol.options)]));
    const codes = new Map<string, number>();
    let slowestMs = 0;
    for (let i = 0; i < COUNT; i++) {
      const chance = random(SEED + i);
      const protocol = chance.of(PROTOCOLS);
      const app = apps.get(protocol) as Scene;
      const { text, mayBe } = attemptAt(protocol, chance);
      app.answer = (asked) => response(text(asked), chance);
      const beganMs = busyMs();
      const { user, code } = await arrive(app);
      slowestMs = Math.max(slowestMs, busyMs() - beganMs);
      const found = `seed ${SEED + i}, ${JSON.stringify(protocol.options)}: ${user}, ${code}`;
      if (!mayBe(user)) expect.unreachable(found);
      if (!/^CAS_[A-Z_]+$|^30[23]$/.test(code)) expect.unreachable(found);
      if (user !== 'nobody' && !/^30[23]$/.test(code)) expect.unreachable(found);
      const outcome = `${protocol.options.version}${protocol.options.format ?? ''} ${user === 'nobody' ? code : 'user'}`;
      codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
    }
    expect(slowestMs).toBeLessThan(5000);
    if (process.env['WHO_CAS_MUTATIONS']) {
      console.info(COUNT, Object.fromEntries([...codes].sort()), `${Math.round(slowestMs)} ms`);
    }
  }, 36_000_000);
});
