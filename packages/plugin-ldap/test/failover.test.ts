import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PasswordCredentials, WhoError } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { passwordOf, person } from './slapd/ldif.js';
import { slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { ASK, message, result, type Script, saysYes, startStub } from './stub.js';
import { listeningLogger, people, reading } from './support.js';

const base = { clearText: true, baseDn: 'dc=example,dc=org', timeoutMs: 500 } as const;
const alice = new PasswordCredentials('alice', passwordOf('alice'));
const silent: Script = () => undefined;
const unready: Script = (id, tag) => message(id, result(tag === ASK.bind ? 0x61 : 0x65, 52));
const NOBODY = 'ldap://127.0.0.1:1';

const signIn = async (plugin: ReturnType<typeof people>, exchange = fakeExchange()): Promise<unknown> =>
  (await plugin.authenticate(exchange, alice))?.userid;

describe('several servers', () => {
  it('are asked in order', async () => {
    const [first, second] = await Promise.all([startStub(saysYes()), startStub(saysYes())]);
    const plugin = people({ ...base, urls: [first.url, second.url] });
    for (let round = 0; round < 3; round++) expect(await signIn(plugin)).toBe('alice');
    expect([first.connections.total, second.connections.total]).toEqual([2, 0]);
  });

  it.each<[string, Script | undefined]>([
    ['is not there', undefined],
    ['does not answer', silent],
    ['cannot serve', unready],
    ['ends connections', (_id, _tag, _message, socket) => void socket.destroy()],
  ])('do without one that %s', async (_what, script) => {
    const first = script && (await startStub(script));
    const second = await startStub(saysYes());
    const plugin = people({ ...base, urls: [first?.url ?? NOBODY, second.url] });
    const logger = listeningLogger();
    const crowd = Array.from({ length: 20 }, () => signIn(plugin, fakeExchange({ logger })));
    expect(new Set(await Promise.all(crowd))).toEqual(new Set(['alice']));
    // From then on it is left alone, but for now and then.
    const isLeftAlone = async (): Promise<boolean> => {
      const before = first?.asked.length;
      expect(await signIn(plugin)).toBe('alice');
      return first?.asked.length === before;
    };
    await expect.poll(isLeftAlone).toBe(true);
    expect(logger.warnings).toHaveLength(1);
  });

  it('are an error where none of them can be asked, with a reason for each', async () => {
    const first = await startStub(unready);
    const plugin = people({ ...base, urls: [first.url, NOBODY] });
    const failure = await signIn(plugin).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WhoError);
    expect(failure).toMatchObject({ code: 'LDAP_UNAVAILABLE', status: 503, headers: { 'Retry-After': '1' } });
    expect(String(failure)).toMatch(/it says that it cannot serve now \(52\); ldap:\/\/127\.0\.0\.1:1: ECONNREFUSED/);
  });

  it('do without one that stops in the midst of it all', async () => {
    let answers: Script = saysYes();
    const first = await startStub((...question) => answers(...question));
    const second = await startStub(saysYes());
    const plugin = people({ ...base, urls: [first.url, second.url] });
    const crowd = Array.from({ length: 40 }, async (_, index) => {
      const userid = await signIn(plugin);
      if (index === 5) answers = silent;
      return userid;
    });
    expect(new Set(await Promise.all(crowd))).toEqual(new Set(['alice']));
    expect(second.asked.length).toBeGreaterThan(0);
  });

  it('are gone back to when they are back', async () => {
    let answers: Script = silent;
    const first = await startStub((...question) => answers(...question));
    const second = await startStub(saysYes());
    const plugin = people({ ...base, timeoutMs: 100, urls: [first.url, second.url] });
    expect(await signIn(plugin)).toBe('alice');
    answers = saysYes();
    const before = second.asked.length;
    await expect
      .poll(
        async () => {
          const asked = second.asked.length;
          expect(await signIn(plugin)).toBe('alice');
          return second.asked.length === asked;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    expect(second.asked.length).toBeGreaterThan(before);
  });
});

describe('a server in trouble', () => {
  it('is left alone: nobody waits', async () => {
    const stub = await startStub(silent);
    const plugin = people({ ...base, urls: stub.url, maxConnections: 2 });
    // Those who wait in the queue fail together with those whose time is over.
    const crowd = await Promise.allSettled(Array.from({ length: 50 }, () => signIn(plugin)));
    expect(new Set(crowd.map((one) => one.status === 'rejected' && one.reason.code))).toEqual(
      new Set(['LDAP_UNAVAILABLE']),
    );
    const isLeftAlone = async (): Promise<boolean> => {
      const [before, startedMs] = [stub.asked.length, performance.now()];
      await expect(signIn(plugin)).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE' });
      return stub.asked.length === before && performance.now() - startedMs < base.timeoutMs / 2;
    };
    await expect.poll(isLeftAlone).toBe(true);
    await expect.poll(() => stub.connections.open).toBe(0);
  });

  it('is tried again by one request, while the others fail at once', async () => {
    let answers: Script = silent;
    const stub = await startStub((...question) => answers(...question));
    const plugin = people({ ...base, timeoutMs: 100, urls: stub.url });
    await expect(signIn(plugin)).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE' });
    answers = saysYes();
    await expect.poll(() => signIn(plugin).catch(() => undefined), { timeout: 20_000 }).toBe('alice');
    expect(await signIn(plugin)).toBe('alice');
  });

  it('is not troubled again by an account that it refuses', async () => {
    const stub = await startStub((id) => message(id, result(0x61, 49)));
    const plugin = people({ ...base, urls: stub.url, bindDn: 'cn=reader', bindPassword: 'an old word' });
    for (let round = 0; round < 3; round++) {
      await expect(signIn(plugin)).rejects.toMatchObject({ code: 'LDAP_ACCOUNT_REFUSED', status: 503 });
    }
    expect(stub.asked.filter((tag) => tag === ASK.bind)).toHaveLength(1);
  });

  it('may be slow with one question and answer others', async () => {
    const stub = await startStub((id, tag, whole, socket) =>
      whole.includes('slow') ? undefined : saysYes()(id, tag, whole, socket),
    );
    const plugin = people({ ...base, timeoutMs: 2000, urls: stub.url });
    const slow = Promise.resolve(plugin.authenticate(fakeExchange(), new PasswordCredentials('slow', 'x')));
    let isOver = false;
    const end = (): void => {
      isOver = true;
    };
    slow.then(end, end);
    while (!isOver) expect(await signIn(plugin)).toBe('alice');
    await expect(slow).rejects.toMatchObject({ code: 'LDAP_TIMEOUT', status: 503 });
    expect(await signIn(plugin)).toBe('alice');
  });

  it('lets so many wait, and no more', async () => {
    let isOpen = false;
    const held: (() => void)[] = [];
    const stub = await startStub((id, tag, whole, socket) => {
      const answer = saysYes()(id, tag, whole, socket);
      if (isOpen || tag !== ASK.search) return answer;
      held.push(() => socket.write(answer as Buffer));
      return undefined;
    });
    const plugin = people({ ...base, timeoutMs: 20_000, urls: stub.url, maxConnections: 2, maxQueued: 3 });
    const crowd = Array.from({ length: 8 }, () => signIn(plugin).catch((error: WhoError) => error.code));
    await expect.poll(() => held.length).toBe(2);
    isOpen = true;
    for (const release of held) release();
    const answers = await Promise.all(crowd);
    expect(answers.filter((answer) => answer === 'alice')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'LDAP_BUSY')).toHaveLength(3);
    // For look-ups and for checks.
    expect(stub.connections.total).toBe(4);
  });
});

describe('closing', () => {
  it('ends what is under way, and what comes after', async () => {
    const stub = await startStub(silent);
    const plugin = people({ ...base, timeoutMs: 20_000, urls: stub.url, maxConnections: 1 });
    const crowd = Array.from({ length: 3 }, () =>
      expect(signIn(plugin)).rejects.toMatchObject({ code: 'LDAP_CLOSED', status: 503 }),
    );
    await expect.poll(() => stub.asked.length).toBe(1);
    plugin.close();
    await Promise.all(crowd);
    await expect(signIn(plugin)).rejects.toMatchObject({ code: 'LDAP_CLOSED' });
    await expect.poll(() => stub.connections.open).toBe(0);
    plugin.close();
  });

  it('is not needed for a process to end', async () => {
    const stub = await startStub(saysYes());
    const built = new URL('../dist/index.js', import.meta.url);
    const script = `
      import { ldap } from ${JSON.stringify(built)};
      const people = ldap(${JSON.stringify({ ...base, urls: stub.url, timeoutMs: 600_000 })});
      console.log(await people.isUserAllowed('alice'));`;
    const args = ['--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 25_000 });
    expect(stdout).toBe('true\n');
  });

  it('says good-bye to servers', async () => {
    const stub = await startStub(saysYes());
    const plugin = people({ ...base, urls: stub.url });
    await signIn(plugin);
    plugin.close();
    await expect.poll(() => stub.asked.filter((tag) => tag === ASK.unbind)).toHaveLength(2);
    await expect.poll(() => stub.connections.open).toBe(0);
  });
});

describe.skipIf(!slapdIsThere)(`OpenLDAP${unlessSlapd}`, () => {
  it('is killed and restarted without anybody noticing in between, and paused', async () => {
    const slapd = await startSlapd({ entries: [person('alice')] });
    try {
      const plugin = people({ urls: slapd.url, ...reading, timeoutMs: 1000 });
      for (let round = 0; round < 3; round++) {
        expect(await signIn(plugin)).toBe('alice');
        await slapd.kill();
        await slapd.start();
      }
      expect(await signIn(plugin)).toBe('alice');
      await slapd.kill();
      await expect(signIn(plugin)).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE' });
      await slapd.start();
      await expect.poll(() => signIn(plugin).catch(() => undefined), { timeout: 20_000 }).toBe('alice');
      slapd.signal('SIGSTOP');
      await expect(signIn(plugin)).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE' });
      slapd.signal('SIGCONT');
      await expect.poll(() => signIn(plugin).catch(() => undefined), { timeout: 20_000 }).toBe('alice');
    } finally {
      await slapd.stop();
    }
  });
});
