import { createHmac } from 'node:crypto';
import { auditEvents } from './audit-events.js';
import type { AuditEvent, AuditRecord } from './event.js';
import { warn } from './harmless.js';
import { bounded, lineOf, MAX_LENGTHS } from './line.js';
import { type AuditLogOptions, type AuditSink, type AuditStream, resolveOptions, type Settings } from './options.js';

/** A log that goes on until it is closed. */
export interface AuditLog {
  /** Ends it. The stream stays open: it is whose it was. */
  close(): void;
}

/**
 * Logs who signs in and out, who is refused, and whose sign-in is ended; of all engines in this process.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const log = auditLog({ to: process.stdout });
 */
export function auditLog(options: AuditLogOptions): AuditLog {
  const settings = resolveOptions(options);
  const { to, maxPendingBytes } = settings;
  const { take, close } = typeof to === 'function' ? { take: to, close() {} } : intoStream(to, maxPendingBytes);
  const stop = auditEvents((event) => {
    const record = recordOf(event, settings);
    take(record, lineOf(record));
  });
  return {
    close() {
      stop();
      close();
    },
  };
}

function intoStream(stream: AuditStream, maxPendingBytes: number): { take: AuditSink; close(): void } {
  let isLosing = false;
  // An error that nobody listens to would end the process.
  const failed = ({ name }: Error): void => warn(`the stream has failed (${name}).`);
  stream.on?.('error', failed);
  return {
    take(_record, line) {
      const isFull = (stream.writableLength ?? 0) + line.length >= maxPendingBytes;
      if (isFull && !isLosing) warn('the stream is too slow.');
      isLosing = isFull;
      if (!isFull) stream.write(`${line}\n`);
    },
    close: () => void stream.off?.('error', failed),
  };
}

function recordOf(event: AuditEvent, { pseudonymSecret, now }: Settings): AuditRecord {
  const { userid, plugin, code, method, path } = event;
  return {
    time: new Date(now()).toISOString(),
    ...event,
    ...(userid !== undefined && {
      userid: pseudonymSecret === undefined ? bounded(userid, MAX_LENGTHS.userid) : pseudonym(userid, pseudonymSecret),
    }),
    ...(plugin !== undefined && { plugin: bounded(plugin, MAX_LENGTHS.plugin) }),
    ...(code !== undefined && { code: bounded(code, MAX_LENGTHS.code) }),
    method: bounded(method, MAX_LENGTHS.method),
    path: bounded(path, MAX_LENGTHS.path),
  };
}

function pseudonym(userid: string, secret: string): string {
  return `hmac-sha256:${createHmac('sha256', secret).update(userid).digest('base64url')}`;
}
