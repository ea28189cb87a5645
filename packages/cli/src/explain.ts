import { responseHead, type WhoApi, type WhoRequest } from '@who/core';
import { createTrace, type Journey } from '@who/trace';
import { CommandError } from './command-error.js';
import type { Engine } from './engine.js';

/** What an engine makes of a request. */
export interface Explained {
  /** Who is signed in by it. */
  readonly userid: string | undefined;
  readonly journey: Journey;
  readonly api: WhoApi<object>;
}

/**
 * Has an engine decide on a request, and looks on: who it is, and what would become of a page, or of a 401 where nobody
 * is signed in. Where a plugin fails, the journey says so.
 *
 * @param request a fresh one: `requestOf` makes it
 * @throws {CommandError} when the engine does not take the request
 */
export async function explainRequest(engine: Engine, request: WhoRequest): Promise<Explained> {
  const trace = createTrace({ maxJourneys: 1 });
  try {
    const api = engine.api(request);
    const userid = await decide(api);
    const journey = trace.journey(api.exchange.number);
    if (!journey) throw new CommandError('The engine has told nothing of the request: is it one of @who/core?');
    return { userid, journey, api };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    // Names and codes are harmless, which messages of strange code may not be.
    const { code, name } = error as NodeJS.ErrnoException;
    throw new CommandError(`The engine does not take the request: ${code ?? name}.`);
  } finally {
    trace.close();
  }
}

async function decide(api: WhoApi<object>): Promise<string | undefined> {
  let userid: string | undefined;
  try {
    userid = (await api.authenticate())?.userid;
    const { status, headers } = api.earlyReply ?? { status: userid === undefined ? 401 : 200, headers: [] };
    await api.conclude(responseHead(status, headers));
  } catch {
    // What a plugin failed with is in the journey.
  }
  return userid;
}
