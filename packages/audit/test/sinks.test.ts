import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { type AuditLog, type AuditLogOptions, type AuditRecord, auditEvents, auditLog } from '../src/index.js';

const open: AuditLog[] = [];
const started = (options: AuditLogOptions): AuditLog => {
  const log = auditLog(options);
  open.push(log);
  return log;
};
afterEach(() => {
  for (const log of open.splice(0)) log.close();
});

let count = 0;
function signIn(userid = 'alice'): void {
  const event = { request: ++count, method: 'GET', path: '/', outcome: 'answered', reasons: [], plugin: 'a', userid };
  channel('who:remember').publish({ ...event, stage: 'remember' });
  channel('who:response').publish({ request: count, status: 200, userid, isChallenged: false });
}

describe('a log', () => {
  it('goes to pino', () => {
    const lines: string[] = [];
    const logger = pino({ base: null }, { write: (line: string) => lines.push(line) });
    started({ to: (record) => logger.info(record, record.event) });
    signIn();
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'sign-in', event: 'sign-in', userid: 'alice' });
  });

  it('gives a function the line, too, for those that print texts', () => {
    const given: [AuditRecord, string][] = [];
    started({ to: (...one) => given.push(one) });
    signIn('al\nice');
    const [[record, line] = []] = given;
    expect(record?.userid).toBe('al\nice');
    expect(line).toContain('"userid":"al\\nice"');
    expect(JSON.parse(line ?? '')).toEqual(record);
  });

  it('that fails hurts nobody: the first failure in a row is a warning without what it says', async () => {
    let fails = true;
    const told: string[] = [];
    started({
      to({ userid = '' }) {
        if (fails) throw new TypeError('a secret');
        told.push(userid);
      },
    });
    const warnings: Error[] = [];
    const listen = (warning: Error): void => void warnings.push(warning);
    process.on('warning', listen);
    signIn();
    signIn();
    fails = false;
    signIn('bob');
    await new Promise(setImmediate);
    process.off('warning', listen);
    expect(told).toEqual(['bob']);
    expect(warnings.map(({ message }) => message)).toEqual([
      '[@who/audit] Events are lost: what listens has failed (TypeError).',
    ]);
  });

  it('goes to a stream, whose errors are warnings, and which stays open', async () => {
    const chunks: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        done();
      },
    });
    const log = started({ to: stream });
    signIn();
    const warned = once(process, 'warning');
    stream.emit('error', new RangeError('a secret'));
    const [warning] = (await warned) as [Error];
    expect(warning.message).toBe('[@who/audit] Events are lost: the stream has failed (RangeError).');
    log.close();
    signIn();
    expect([chunks.length, stream.writableEnded, stream.listenerCount('error')]).toEqual([1, false, 0]);
  });

  it('loses records rather than memory where the stream is too slow, and goes on when it is not', async () => {
    const waiting: (() => void)[] = [];
    const chunks: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        waiting.push(done);
      },
    });
    started({ to: stream, maxPendingBytes: 1000 });
    const warned = once(process, 'warning');
    for (let i = 0; i < 1000; i++) signIn();
    expect(stream.writableLength).toBeLessThan(1000);
    expect(((await warned) as [Error])[0].message).toContain('the stream is too slow');
    while (stream.writableLength > 0) {
      for (const done of waiting.splice(0)) done();
      await new Promise(setImmediate);
    }
    const before = chunks.length;
    signIn('bob');
    expect(chunks.slice(before).join()).toContain('bob');
  });

  it.each<[string, object, RegExp]>([
    ['nowhere to go', {}, /"to" must be a stream or a function/],
    ['a short secret', { to() {}, pseudonymSecret: 'short' }, /"pseudonymSecret" must have 32 characters/],
    ['no room', { to() {}, maxPendingBytes: 0 }, /"maxPendingBytes" must be/],
    ['a clock that is none', { to() {}, now: 1 }, /"now" must be/],
    ['a name that it does not know', { to() {}, pseudonymsecret: 'x' }, /Did you mean "pseudonymSecret"\?/],
  ])('is refused with %s', (_what, options, problem) => {
    expect(() => auditLog(options as never)).toThrow(problem);
  });
});

describe('the events themselves', () => {
  it('are told to any function, until it is enough', () => {
    const told: unknown[] = [];
    const stop = auditEvents((event) => told.push(event));
    signIn();
    stop();
    signIn();
    expect(told).toEqual([{ event: 'sign-in', request: count - 1, userid: 'alice', method: 'GET', path: '/' }]);
  });

  it('take no more memory than ten thousand requests that nobody ends', () => {
    const told: string[] = [];
    const stop = auditEvents(({ event }) => told.push(event));
    const refuse = (request: number): void =>
      channel('who:authenticate').publish({
        request,
        method: 'GET',
        path: '/',
        outcome: 'none',
        reasons: [],
        plugin: 'a',
      });
    const end = (request: number): void =>
      channel('who:response').publish({ request, status: 401, userid: undefined, isChallenged: true });
    for (let i = 1; i <= 10_001; i++) refuse(-i);
    end(-1);
    expect(told).toEqual([]);
    end(-2);
    stop();
    expect(told).toEqual(['refused']);
  });
});
