import { WhoError } from '@who/core';
import { explain, Malformed } from '../explaining/explanation.js';
import { judge, type Refusal } from '../explaining/judgement.js';
import { judgedReport, reportJson, reportOf, reportText, type TicketReport } from '../explaining/report.js';
import { writeTicket } from '../keys/key-ring.js';
import { secondsIn } from '../options/duration.js';
import { resolveOptions, type Settings } from '../options/settings.js';
import { reasons } from '../reasons.js';
import type { Digest } from '../ticket/digest.js';
import { CommandError, DONE, type ExitCode, REFUSED, WRONG_CALL } from './command-error.js';
import type { Call, CommandName } from './flags.js';
import { givenCookie } from './given-cookie.js';
import type { Confidential } from './input.js';
import { addressIn, oneOf, optionsOf, timeIn } from './values.js';

/** What is printed, and the code that the command ends with. */
export interface Outcome {
  readonly text: string;
  readonly exitCode: ExitCode;
}

export const COMMANDS: Readonly<Record<CommandName, (call: Call, confidential: Confidential) => Outcome>> = {
  mint,
  inspect,
  verify,
};

function mint(call: Call, { secrets }: Confidential): Outcome {
  const userid = call.text('userid');
  if (userid === undefined) throw new CommandError('Whose ticket? Give --userid NAME.', WRONG_CALL);
  const { cookie, keys } = settingsOf(call, secrets);
  const ring = keys.get(0, SILENT);
  if ('then' in ring) throw new TypeError('Secrets that are there need no waiting.');
  const ticket = { userid, tokens: call.tokens, userdata: call.text('userdata') ?? '', timestampSeconds: timeIn(call) };
  try {
    const value = writeTicket(ticket, ring, addressIn(call));
    const { name } = cookie;
    return { text: call.has('json') ? reportJson({ name, value }) : `${name}=${value}\n`, exitCode: DONE };
  } catch (error) {
    throw error instanceof WhoError ? new CommandError(bare(error), REFUSED) : error;
  }
}

function inspect(call: Call, { cookie }: Confidential): Outcome {
  const [cookieName, nowSeconds] = [call.text('cookie-name') ?? 'auth_tkt', timeIn(call)];
  const { value, count } = givenCookie(cookie, cookieName);
  const parts = explain(value, nowSeconds, oneOf<Digest>(call, 'digest', ['md5', 'sha256', 'sha512']));
  if (parts instanceof Malformed) return refused(call, [malformed(parts)], {});
  return { text: print(call, reportOf(parts, { cookieName, nowSeconds, count })), exitCode: DONE };
}

function verify(call: Call, { secrets, cookie }: Confidential): Outcome {
  const options = optionsOf(call, secrets);
  const settings = settingsOf(call, secrets);
  const cookieName = settings.cookie.name;
  const nowSeconds = timeIn(call);
  const { value, count } = givenCookie(cookie, cookieName);
  const { format, digest, compat, useridTypes, audience } = options;
  const { timeoutSeconds, clockSkewSeconds } = settings;
  const wanted = { secrets, format, digest, compat, useridTypes, audience, cookieName, address: addressIn(call) };
  const judged = judge(value, { ...wanted, timeoutSeconds, clockSkewSeconds, nowSeconds });
  if (judged instanceof Malformed) return refused(call, [malformed(judged)], {});
  const whole = judgedReport(judged, { cookieName, nowSeconds, count });
  if (judged.refusals.length > 0) return refused(call, judged.refusals, whole);
  return { text: print(call, { accepted: true, ...whole }), exitCode: DONE };
}

/** Settings as the plugin would have them. @throws {CommandError} */
function settingsOf(call: Call, secrets: readonly string[]): Settings {
  const [timeout, skew] = [call.text('timeout'), call.text('clock-skew')];
  const isOwn = call.text('format') === undefined && call.command === 'verify';
  try {
    return resolveOptions({
      ...optionsOf(call, secrets),
      ...(timeout !== undefined && { timeoutSeconds: timeout === 'none' ? false : timeout }),
      ...(skew !== undefined && { clockSkewSeconds: secondsIn(skew) ?? Number.NaN }),
      // A ticket says itself which format it has.
      ...(isOwn && { oldFormats: ['who1'] }),
    });
  } catch (error) {
    throw error instanceof WhoError ? new CommandError(bare(error), WRONG_CALL) : error;
  }
}

/** The message without the package's name: whoever called the command knows which one it is. */
const bare = ({ message }: WhoError): string => message.replace(/^\[[^\]]*\] /, '');

function refused(call: Call, refusals: readonly Refusal[], report: TicketReport): Outcome {
  const list = refusals.map((refusal) => ({ code: codeOf(refusal), message: messageOf(refusal) }));
  if (call.has('json')) {
    return { text: reportJson({ accepted: false, reasons: list, ...report }), exitCode: REFUSED };
  }
  const why = list.map(({ code, message }) => `refused: ${code}. ${message}\n`).join('');
  return { text: Object.keys(report).length > 0 ? `${why}${reportText(report)}` : why, exitCode: REFUSED };
}

const malformed = ({ problem }: Malformed): Refusal => ({ reason: reasons.TICKET_MALFORMED, facts: { problem } });

/** As people type it: `timed-out`. Which of its secrets a server lacks is all the same here. */
function codeOf({ reason }: Refusal): string {
  const code = reason === reasons.TICKET_UNKNOWN_KEY ? reasons.TICKET_UNKNOWN_SECRET.code : reason.code;
  return code.replace('TICKET_', '').toLowerCase().replaceAll('_', '-');
}

function messageOf({ reason, facts = {}, note }: Refusal): string {
  const text = reason.text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
  return note === undefined ? text : `${text} ${note}`;
}

const print = (call: Call, report: TicketReport): string =>
  call.has('json') ? reportJson(report) : reportText(report);

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
