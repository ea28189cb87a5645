import { reportJson, reportText, type TicketReport, ticketReport } from '@who/plugin-auth-tkt';
import { journeyJson, journeyText } from '@who/trace';
import { CommandError, type ExitCode, NOBODY, SIGNED_IN, WRONG_CALL } from './command-error.js';
import { isConfigCall } from './config/call.js';
import { runConfig } from './config/run.js';
import { engineOf, ticketEngine } from './engine.js';
import { type Explained, explainRequest } from './explain.js';
import { type Call, callOf } from './flags.js';
import { requestOf } from './given/request.js';
import { HELP } from './help.js';
import { type CommandIo, givenFor } from './input.js';

/**
 * The command. Resolves with its exit code: 0 when somebody is signed in or a file is fine, 1 when nobody is or it is not, 2
 * when it was called wrongly.
 */
export async function main(argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    if (isConfigCall(argv)) return await runConfig(argv, io);
    const call = callOf(argv);
    if (call.isHelp) {
      io.output.write(HELP);
      return SIGNED_IN;
    }
    const { secrets, request } = await givenFor(call, io);
    const file = call.text('engine');
    const engine = file === undefined ? ticketEngine(call, secrets) : await engineOf(file);
    const explained = await explainRequest(engine, requestOf(request, call.text('address')));
    const tickets = file === undefined ? ticketsOf(explained, call, secrets) : [];
    io.output.write(call.has('json') ? json(explained, tickets) : text(explained, tickets));
    return explained.userid === undefined ? NOBODY : SIGNED_IN;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    io.error.write(`who: ${error.message}\n`);
    return WRONG_CALL;
  }
}

/** Tickets of the request, field by field. As many as the plugin looks at. */
function ticketsOf({ api }: Explained, call: Call, secrets: readonly string[]): readonly TicketReport[] {
  const cookieName = call.text('cookie-name') ?? 'auth_tkt';
  const nowSeconds = Math.floor(api.exchange.now() / 1000);
  const address = call.has('include-ip') ? api.exchange.remoteAddress : undefined;
  const options = { secrets, cookieName, nowSeconds, audience: call.text('audience'), address };
  const values = api.exchange.cookies(cookieName).filter((value) => value !== '');
  return values.slice(0, 8).map((value) => ticketReport(value, options));
}

function json({ userid, journey }: Explained, tickets: readonly TicketReport[]): string {
  return reportJson({ userid: userid ?? null, tickets, journey: journeyJson(journey) });
}

function text({ journey }: Explained, tickets: readonly TicketReport[]): string {
  return [journeyText(journey), ...tickets.map(reportText)].join('\n');
}
