import { Readable } from 'node:stream';
import { backendDown, turn } from './adapter-engine.js';
import { read } from './client.js';
import { type AddAdapterCheck, type Gate, gate, page } from './scene.js';
import { FORGET, kept, LOGIN_PAGE, type Script, valuesOf } from './script.js';

/** A stream that never ends, and says when it has been released. */
function endless(): { source: Readable; released: Promise<unknown>; produced: () => number } {
  let produced = 0;
  const source = new Readable({
    read() {
      produced += 65_536;
      this.push(Buffer.alloc(65_536, 'x'));
    },
  });
  return { source, released: closed(source), produced: () => produced };
}

/** Waits for a stream to be released, whether or not it minds. */
function closed(source: Readable): Promise<unknown> {
  return new Promise((resolve) => source.once('close', resolve));
}

/** Bodies that come piece by piece, and clients that do not wait for the last. */
export function streamChecks(check: AddAdapterCheck): void {
  check('lets every piece of a stream go when it comes', async ({ expect, start }) => {
    for (const user of ['alice', undefined]) {
      const more = gate();
      const source = Readable.from(
        (async function* () {
          yield 'first ';
          await more.promise;
          yield 'second';
        })(),
      );
      const { begin, within } = await start({ application: () => page(source) });
      const reading = read(begin({ user }), () => more.open());
      const { body, cookies } = await within(reading, 'the second piece, after the first has arrived');
      expect([body, cookies]).toEqual(['first second', user ? valuesOf(kept(user)) : []]);
    }
  });

  check('releases a stream whose contents a challenge takes the place of', async ({ expect, start }) => {
    const { source, released } = endless();
    const { ask, within } = await start({
      application: ({ target }) => (target === '/401' ? page(source, { status: 401 }) : page('body')),
    });
    const answer = await ask({ path: '/401', user: 'alice' });
    expect([answer.status, answer.body, answer.cookies]).toEqual([302, LOGIN_PAGE.body, valuesOf(FORGET)]);
    await within(released, 'the stream to be released');
    expect((await ask()).body).toBe('body');
  });

  check('releases a stream whose contents an error takes the place of', async ({ expect, start }) => {
    const { source, released } = endless();
    const { ask, within } = await start({ script: { decide: backendDown }, application: () => page(source) });
    const answer = await ask();
    expect([answer.status, /x{9}/.test(answer.body)]).toEqual([503, false]);
    await within(released, 'the stream to be released');
  });

  check('releases a stream whose client has gone', async ({ expect, start }) => {
    const { source, released } = endless();
    const { ask, begin, within } = await start({
      application: ({ target }) => page(target === '/endless' ? source : 'body'),
    });
    const { answer, hangUp } = begin({ path: '/endless', user: 'alice' });
    await within(answer, 'the head');
    hangUp();
    await within(released, 'the stream to be released');
    expect((await ask()).body).toBe('body');
  });

  check('makes no more of a stream than its client takes', async ({ expect, start }) => {
    const { source, produced, released } = endless();
    const { begin, within } = await start({ application: () => page(source) });
    const { answer, hangUp } = begin({ user: 'alice' });
    await within(answer, 'the head');
    const settled = async (): Promise<void> => {
      for (let last = -1; last !== produced(); ) {
        last = produced();
        for (let turns = 0; turns < 50; turns++) await turn();
      }
    };
    await within(settled(), 'the stream to wait for its client');
    expect(produced() < 20_000_000).toBe(true);
    hangUp();
    await within(released, 'the stream to be released');
  });

  check(
    'reads the stream of a HEAD request to its end, or releases it',
    async ({ expect, start }) => {
      const source = Readable.from(['first ', 'second']);
      const released = closed(source);
      const { ask, within } = await start({ application: () => page(source) });
      const answer = await ask({ method: 'HEAD', user: 'alice' });
      expect([answer.status, answer.body, answer.cookies]).toEqual([200, '', valuesOf(kept('alice'))]);
      await within(released, 'the stream to be released');
    },
    'HEAD streams',
  );

  check('goes on where a client goes away that was not known yet', async ({ expect, start }) => {
    await expectGoneClient(expect, start, (wait) => ({ identify: async () => wait(undefined) }));
  });

  check('goes on where a client goes away before the engine has decided', async ({ expect, start }) => {
    await expectGoneClient(expect, start, (wait) => ({ decide: async () => wait(false) }));
    await expectGoneClient(expect, start, (wait) => ({ decide: async () => wait(true) }));
    await expectGoneClient(expect, start, (wait) => ({ decide: async () => wait(false).then(backendDown) }));
  });
}

type Start = Parameters<Parameters<AddAdapterCheck>[1]>[0]['start'];
type Expect = Parameters<Parameters<AddAdapterCheck>[1]>[0]['expect'];

/** The client of the first request goes away while the engine waits; a stream that was begun for it is released. */
async function expectGoneClient(
  expect: Expect,
  start: Start,
  script: (wait: <T>(answer: T) => Promise<T>) => Script,
): Promise<void> {
  const asked: Gate<void> = gate();
  const gone: Gate<void> = gate();
  let first = true;
  const wait = async <T>(answer: T): Promise<T> => {
    if (!first) return answer;
    first = false;
    asked.open();
    await gone.promise;
    return answer;
  };
  const begun: Promise<unknown>[] = [];
  const { ask, begin, within } = await start({
    script: script(wait),
    application({ target }) {
      if (target !== '/gone') return page('body', { status: 403 });
      const { source, released } = endless();
      begun.push(released);
      return page(source);
    },
  });
  const { hangUp } = begin({ path: '/gone', user: 'alice' });
  await within(asked.promise, 'the engine to be asked');
  hangUp();
  for (let turns = 0; turns < 20; turns++) await turn();
  gone.open();
  for (let turns = 0; turns < 20; turns++) await turn();
  await within(Promise.all(begun), 'the stream to be released');
  expect([200, 302, 403, 503]).toContain((await ask()).status);
}
