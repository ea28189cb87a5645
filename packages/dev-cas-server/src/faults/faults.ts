import type { OptionNames } from '@who/core';
import { requireKnownNames } from '@who/dev-server';
import type { Answer } from '../answers/dialect.js';
import { badOption, fail } from '../errors.js';
import type { Reply } from '../http/reply.js';
import { spoilers } from './spoilers.js';

/**
 * What can go wrong with the answer to a program. A ticket is validated and used up, or issued, all the same.
 *
 * On the wire:
 * - `slow`: the right answer, late by `delayMs`
 * - `slow-body`: status and headers at once, the body late by `delayMs`
 * - `hang`: no answer, and the connection stays open
 * - `drop`: the connection is closed without an answer
 * - `half`: the connection is closed in the middle of the body
 *
 * In place of the answer:
 * - `status-500`, `status-503`: that status, with a page
 * - `html`: status 200 with a page, as a front-end server's error page
 * - `empty`: status 200 and nothing
 * - `redirect`: to the login page
 *
 * In the XML or JSON (at `/validate` too, which then answers XML where plain text is due):
 * - `cut`: half of it, as if that were all
 * - `broken-xml`: not well-formed
 * - `wrong-namespace`: elements named as in CAS, in another namespace; in JSON, another name around it all
 * - `doctype`: a DOCTYPE with entities that expand to gigabytes; in JSON, twenty thousand arrays in each other
 * - `huge`: well-formed, of about `bytes` bytes
 * - `bad-utf8`: a byte in the first text that is not UTF-8
 * - `two-outcomes`: a success and a failure
 * - `nested-success`: a failure with a success inside
 * - `internal-error`: a well-formed failure, `INTERNAL_ERROR`
 */
export type AnswerFault =
  | 'slow'
  | 'slow-body'
  | 'hang'
  | 'drop'
  | 'half'
  | 'status-500'
  | 'status-503'
  | 'html'
  | 'empty'
  | 'redirect'
  | 'cut'
  | 'broken-xml'
  | 'wrong-namespace'
  | 'doctype'
  | 'huge'
  | 'bad-utf8'
  | 'two-outcomes'
  | 'nested-success'
  | 'internal-error';

/**
 * What can go wrong with the call to a service's proxy callback.
 *
 * - `none`: it is not called, and the answer names an IOU all the same
 * - `other-iou`: it gets another IOU than the one in the answer
 */
export type ProxyCallbackFault = 'none' | 'other-iou';

const proxyCallbackFaults: readonly ProxyCallbackFault[] = ['none', 'other-iou'];

/** What is to go wrong. */
export interface FaultSettings {
  /** At the endpoints that validate tickets, `/samlValidate` too. @default nothing */
  readonly validate?: AnswerFault | undefined;
  /** At `/proxy`. @default nothing */
  readonly proxy?: AnswerFault | undefined;
  /** With proxy callbacks. @default nothing */
  readonly proxyCallback?: ProxyCallbackFault | undefined;
  /** Milliseconds by which `slow` and `slow-body` are late. @default 10000 */
  readonly delayMs?: number | undefined;
  /** Bytes of `huge`. @default 16777216 */
  readonly bytes?: number | undefined;
  /** How many answers are spoilt before all is well again. Proxy callbacks do not count. @default Infinity */
  readonly times?: number | undefined;
}

const names = {
  validate: true,
  proxy: true,
  proxyCallback: true,
  delayMs: true,
  bytes: true,
  times: true,
} satisfies OptionNames<FaultSettings>;

/** Makes things go wrong on purpose, so that tests can see what a client makes of it. */
export interface Faults {
  /** What goes wrong now; nothing in it when all is well. */
  readonly current: FaultSettings;
  /**
   * Replaces what goes wrong, from the next answer on.
   *
   * @throws {DevCasServerError} BAD_OPTION
   * @example
   * const server = await startDevCasServer();
   * server.faults.set({ validate: 'slow', delayMs: 5_000 });
   */
  set(settings: FaultSettings): void;
  /** All is well again. Answers that are late already stay late. */
  clear(): void;
}

/** Faults as the handlers see them. */
export interface FaultBox extends Faults {
  /** The reply as it goes out, and the fault that it has. */
  spoil(where: 'validate' | 'proxy', reply: Reply, answer: Answer): Spoilt;
}

/** What goes out. */
export interface Spoilt {
  readonly reply: Reply;
  readonly fault: AnswerFault | undefined;
}

/** Settings as a fault sees them. */
export type FaultNumbers = Readonly<Record<'delayMs' | 'bytes', number>>;

export function createFaults(loginPath: string): FaultBox {
  const spoil = spoilers(loginPath);
  let current: FaultSettings = {};
  let left = 0;

  return {
    get current() {
      return current;
    },
    set(settings) {
      requireKnownNames('settings', settings, names, fail);
      const { validate, proxy, proxyCallback, delayMs = 0, bytes = 0, times = Number.POSITIVE_INFINITY } = settings;
      requireKnown('validate', validate, Object.keys(spoil));
      requireKnown('proxy', proxy, Object.keys(spoil));
      requireKnown('proxyCallback', proxyCallback, proxyCallbackFaults);
      for (const [option, value] of Object.entries({ delayMs, bytes, times })) {
        if (!(typeof value === 'number' && value >= 0)) throw badOption(option, 'must be a number, 0 or more.');
      }
      current = times < 1 ? {} : { ...settings };
      left = times;
    },
    clear() {
      current = {};
    },
    spoil(where, reply, answer) {
      const { delayMs = 10_000, bytes = 16 * 1024 * 1024 } = current;
      const fault = current[where];
      if (!fault) return { reply, fault: undefined };
      left -= 1;
      if (left < 1) current = {};
      return { reply: spoil[fault](reply, answer, { delayMs, bytes }), fault };
    },
  };
}

function requireKnown(option: string, fault: string | undefined, known: readonly string[]): void {
  if (fault !== undefined && !known.includes(fault)) throw badOption(option, `must be one of ${known.join(', ')}.`);
}
