import { Identity, PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../src/wire/answers.js';
import { messageLength } from '../src/wire/ber.js';
import { ASK, ber, entry, message, result, type Script, saysYes, startStub } from './stub.js';
import { people } from './support.js';

const base = { clearText: true, baseDn: 'dc=example,dc=org', timeoutMs: 2000 } as const;
const alice = new PasswordCredentials('alice', 'secret');

const directory = async (script: Script, options: object = {}) => {
  const stub = await startStub(script);
  return { stub, plugin: people({ urls: stub.url, ...base, ...options }) };
};
const signIn = async (script: Script, options: object = {}): Promise<unknown> =>
  (await directory(script, options)).plugin.authenticate(fakeExchange(), alice);

/** Answers searches by this, and binds by yes. */
const finding =
  (...answers: readonly ((id: number) => Buffer)[]): Script =>
  (id, tag) =>
    tag === ASK.search ? Buffer.concat(answers.map((answer) => answer(id))) : message(id, result(0x61, 0));

describe('what a server answers', () => {
  it('signs in, to begin with', async () => {
    expect(await signIn(saysYes())).toEqual({ userid: 'alice' });
  });

  it.each<[string, readonly ((id: number) => Buffer)[]]>([
    ['no entry', [(id) => message(id, result(0x65, 0))]],
    ['one without a DN', [(id) => message(id, entry('', { uid: ['alice'] })), (id) => message(id, result(0x65, 0))]],
    [
      'one, and a limit that hides others',
      [(id) => message(id, entry('uid=alice', { uid: ['alice'] })), (id) => message(id, result(0x65, 4))],
    ],
    [
      'two',
      [
        (id) => message(id, entry('uid=alice', { uid: ['alice'] })),
        (id) => message(id, entry('uid=al', { uid: ['alice'] })),
        (id) => message(id, result(0x65, 0)),
      ],
    ],
    [
      'a userid that is no UTF-8',
      [
        (id) =>
          message(
            id,
            ber(
              0x64,
              ber(0x04, 'uid=a'),
              ber(0x30, ber(0x30, ber(0x04, 'uid'), ber(0x31, ber(0x04, Buffer.from([0xff]))))),
            ),
          ),
        (id) => message(id, result(0x65, 0)),
      ],
    ],
    ['an empty userid', [(id) => message(id, entry('uid=alice', { uid: [''] })), (id) => message(id, result(0x65, 0))]],
    [
      'the userid in another language',
      [(id) => message(id, entry('uid=alice', { 'uid;lang-de': ['alice'] })), (id) => message(id, result(0x65, 0))],
    ],
  ])('signs nobody in with %s', async (_what, answers) => {
    expect(await signIn(finding(...answers))).toBe(undefined);
  });

  it('refers elsewhere in vain', async () => {
    const reference = (id: number): Buffer => message(id, ber(0x73, ber(0x04, 'ldap://evil.example/')));
    const found = (id: number): Buffer => message(id, entry('uid=alice', { uid: ['alice'] }));
    const end = (id: number): Buffer => message(id, result(0x65, 0));
    expect(await signIn(finding(reference, found, reference, end))).toEqual({ userid: 'alice' });
    expect(await signIn(finding(reference, end))).toBe(undefined);
    const referral = ber(0x65, ber(0x0a, Buffer.from([10])), ber(0x04), ber(0x04), ber(0xa3, ber(0x04, 'ldap://e/')));
    await expect(signIn(finding((id) => message(id, referral)))).rejects.toMatchObject({ code: 'LDAP_FAILED' });
  });

  it.each<[string, Script]>([
    ['ends connections', (_id, _tag, _message, socket) => void socket.destroy()],
    ['answers another question', (id) => message(id + 1, result(0x65, 0))],
    ['answers by another operation', (id) => message(id, result(0x78, 0))],
    [
      'gives entries to a bind',
      (id, tag) =>
        tag === ASK.bind ? message(id, entry('a=b', {})) : saysYes()(id, tag, Buffer.alloc(0), undefined as never),
    ],
    ['takes its leave', () => message(0, result(0x78, 52))],
    ['speaks HTTP', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['sends what is too long', () => Buffer.from('3084ffffffff02', 'hex')],
    ['sends lengths without end', () => Buffer.from('3080020101', 'hex')],
    ['cuts its answers', (id) => message(id, result(0x65, 0)).subarray(0, 9)],
    [
      'lies about lengths inside',
      (id) =>
        Buffer.concat([
          ber(0x30, ber(0x02, Buffer.from([id])), Buffer.from('6405040161', 'hex'), Buffer.from('30ff', 'hex')),
        ]),
    ],
    ['says nothing', () => undefined],
  ])('that %s is an error with a code', async (_what, script) => {
    for (const options of [
      {},
      { userDn: 'uid={login},dc=example,dc=org' },
      { bindDn: 'cn=x', bindPassword: 'for x' },
    ]) {
      const failure = signIn(script, { timeoutMs: 200, ...options });
      await expect(failure).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE', status: 503 });
    }
  });

  it('is one also in the smallest parts', async () => {
    const script: Script = (id, tag, whole, socket) => {
      for (const byte of saysYes()(id, tag, whole, socket) ?? []) socket.write(Buffer.from([byte]));
      return undefined;
    };
    expect(await signIn(script)).toEqual({ userid: 'alice' });
  });

  it('may be long', async () => {
    const photo = 'x'.repeat(5_000_000);
    const { plugin } = await directory(saysYes('uid=alice', { uid: ['alice'], jpegPhoto: [photo] }), {
      attributes: { jpegPhoto: 'binary' },
    });
    const found = await plugin.addMetadata(fakeExchange(), new Identity({ userid: 'alice' }));
    expect(found?.ldap.attributes).toMatchObject({ jpegPhoto: [{ length: photo.length }] });
  });

  it('is all of it, or an error', async () => {
    const { plugin } = await directory(saysYes('uid=alice', { uid: ['alice'], 'mail;range=0-1499': ['a'] }));
    const asked = plugin.addMetadata(fakeExchange(), new Identity({ userid: 'alice' }));
    await expect(asked).rejects.toMatchObject({ code: 'LDAP_LIMIT' });
  });
});

describe('a message', () => {
  it('is read, or fails with a code, whatever it is', () => {
    const whole = Buffer.concat([
      message(7, entry('uid=a,dc=b', { uid: ['a', 'b'], cn: [] })),
      message(7, result(0x65, 0)),
    ]);
    const damaged = fc
      .array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 })
      .map((changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 64 }).map(Buffer.from)), (bytes: Buffer) => {
        try {
          const length = messageLength(bytes);
          if (length !== undefined && length <= bytes.length) readAnswer(bytes.subarray(0, length));
        } catch (error) {
          expect(error).toMatchObject({ name: 'LdapFailure', kind: 'protocol' });
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('has controls', () => {
    const control = ber(0x30, ber(0x04, '1.2.3.4'), ber(0x01, Buffer.from([0xff])), ber(0x04, 'value'));
    const answer = readAnswer(message(1, result(0x61, 49, 'no'), ber(0xa0, control, ber(0x30, ber(0x04, '1.2.3')))));
    expect(answer).toMatchObject({ id: 1, kind: 'bind', result: { code: 49, diagnostic: 'no' } });
    expect([...('result' in answer ? answer.result.controls : [])]).toEqual([
      ['1.2.3.4', Buffer.from('value')],
      ['1.2.3', Buffer.alloc(0)],
    ]);
  });
});
