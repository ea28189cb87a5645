import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { secretsIn } from '@who/plugin-auth-tkt';
import { type Prompt, withPrompt } from '@who/secrets';
import { CommandError } from './command-error.js';
import type { Call } from './flags.js';
import { requestWithCookie } from './given/cookie.js';
import { requestInHar } from './given/har.js';
import { requestInHeaders } from './given/headers.js';
import type { GivenRequest } from './given/request.js';

/** What the command needs of its process. */
export interface CommandIo {
  readonly input: Readable & { readonly isTTY?: boolean | undefined };
  readonly output: Writable;
  readonly error: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What is not for arguments, which every other user of the machine can read. */
export interface Given {
  /** The newest first; none where an engine has its own. */
  readonly secrets: readonly string[];
  readonly request: GivenRequest;
}

/**
 * Gets the secrets and the request from where the call says, or asks for them: the secret first.
 *
 * @throws {CommandError} when something is missing; nothing of what is there gets into it
 */
export async function givenFor(call: Call, io: CommandIo): Promise<Given> {
  const secrets = call.text('engine') === undefined ? await secretsFor(call, io) : [];
  const request = await requestFor(call, io);
  if (secrets && request) return { secrets, request };
  if (!request || !isFromInput(call)) {
    // Tickets are bytes; readline would make UTF-8 of them.
    if (io.input.isTTY !== true) io.input.setEncoding('latin1');
    return withPrompt(io, async (prompt) => ({
      secrets: secrets ?? secretsOf(textOf(await answer(prompt, 'Secret: ', NO_SECRET), prompt)),
      request: request ?? cookieIn(bytesOf(await answer(prompt, 'Cookie: ', NO_COOKIE), prompt), call),
    }));
  }
  throw new CommandError('The request is on standard input, so give --secret-file or WHO_SECRET.');
}

const isFromInput = (call: Call): boolean => call.text('headers') === '-' || call.text('har') === '-';

/** `undefined` where they have to be asked for. */
async function secretsFor(call: Call, { env }: CommandIo): Promise<readonly string[] | undefined> {
  const file = call.text('secret-file');
  if (file !== undefined) return secretsOf((await contentsOf(file, 'the secrets')).toString('utf8'));
  const variable = env['WHO_SECRET'];
  return variable ? secretsOf(variable) : undefined;
}

/** `undefined` where the cookie has to be asked for. */
async function requestFor(call: Call, io: CommandIo): Promise<GivenRequest | undefined> {
  const [headers, har, cookie = '-'] = [call.text('headers'), call.text('har'), call.text('cookie-file')];
  if (headers !== undefined) return requestInHeaders((await bytesFrom(headers, io, 'the headers')).toString('latin1'));
  if (har !== undefined) return requestInHar(await bytesFrom(har, io, 'the archive'), entryIn(call));
  return cookie === '-' ? undefined : cookieIn((await contentsOf(cookie, 'the cookie')).toString('latin1'), call);
}

const cookieIn = (text: string, call: Call): GivenRequest =>
  requestWithCookie(text, call.text('cookie-name') ?? 'auth_tkt');

function entryIn(call: Call): number | undefined {
  const text = call.text('entry');
  if (text === undefined || /^[1-9]\d{0,8}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new CommandError('"--entry" must be a whole number from 1.');
}

async function answer({ ask }: Prompt, question: string, problem: string): Promise<string> {
  const line = (await ask(question))?.trim() ?? '';
  if (line === '') throw new CommandError(problem);
  return line;
}

const bytesOf = (line: string, { isTerminal }: Prompt): string =>
  isTerminal ? Buffer.from(line, 'utf8').toString('latin1') : line;
const textOf = (line: string, { isTerminal }: Prompt): string =>
  isTerminal ? line : Buffer.from(line, 'latin1').toString('utf8');

function secretsOf(text: string): readonly string[] {
  try {
    return secretsIn(text);
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : NO_SECRET);
  }
}

const bytesFrom = (file: string, io: CommandIo, what: string): Promise<Buffer> =>
  file === '-' ? buffer(io.input) : contentsOf(file, what);

async function contentsOf(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new CommandError(`Cannot read the file of ${what}: ${(error as NodeJS.ErrnoException).code ?? 'it fails'}.`);
  }
}

const NO_SECRET = 'There is no secret: give --secret-file FILE, WHO_SECRET, or the secret when it is asked for.';
const NO_COOKIE = 'There is no cookie: give it in a file, or on standard input.';
