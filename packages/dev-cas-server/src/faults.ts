import { badOption } from './errors.js';
import { type Reply, textReply } from './reply.js';
import { spoilers } from './spoilers.js';

/**
 * What can go wrong with the answer to a validation. The ticket is validated and used up all the same.
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
 * In the XML (at `/validate` too, which then answers XML where plain text is due):
 * - `cut`: half of it, as if that were all
 * - `broken-xml`: not well-formed
 * - `wrong-namespace`: elements named as in CAS, in another namespace
 * - `doctype`: a DOCTYPE with entities that expand to gigabytes
 * - `huge`: well-formed, of about `bytes` bytes
 * - `bad-utf8`: a byte in the user name that is not UTF-8
 * - `two-outcomes`: a success and a failure
 * - `nested-success`: a failure with a success inside
 * - `internal-error`: a well-formed failure, `INTERNAL_ERROR`
 */
export type ValidationFault =
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

/** What is to go wrong. */
export interface FaultSettings {
  /** At `/validate`, `/serviceValidate` and `/p3/serviceValidate`. @default nothing */
  readonly validate?: ValidationFault | undefined;
  /** Milliseconds by which `slow` and `slow-body` are late. @default 10000 */
  readonly delayMs?: number | undefined;
  /** Bytes of `huge`. @default 16777216 */
  readonly bytes?: number | undefined;
  /** How many answers are spoilt before all is well again. @default Infinity */
  readonly times?: number | undefined;
}

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
  spoilValidation(reply: Reply, xml: string): { readonly reply: Reply; readonly fault: ValidationFault | undefined };
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
      const { validate, delayMs = 0, bytes = 0, times = Number.POSITIVE_INFINITY } = settings;
      if (validate !== undefined && !Object.hasOwn(spoil, validate)) {
        throw badOption('validate', `must be one of ${Object.keys(spoil).join(', ')}.`);
      }
      for (const [option, value] of Object.entries({ delayMs, bytes, times })) {
        if (!(typeof value === 'number' && value >= 0)) throw badOption(option, 'must be a number, 0 or more.');
      }
      current = { ...settings };
      left = times;
    },
    clear() {
      current = {};
    },
    spoilValidation(reply, xml) {
      const { validate: fault, delayMs = 10_000, bytes = 16 * 1024 * 1024 } = current;
      if (!fault || left < 1) return { reply, fault: undefined };
      left -= 1;
      if (left < 1) current = {};
      return { reply: spoil[fault](reply, textReply('application/xml', xml), { delayMs, bytes }), fault };
    },
  };
}
