import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { type Prompt, withPrompt } from '@who/secrets';
import { secretsIn } from '../keys/secret-texts.js';
import { utf8Bytes } from '../ticket/bytes.js';
import { CommandError, WRONG_CALL } from './command-error.js';
import type { Call } from './flags.js';

/** What the command needs of its process. */
export interface CommandIo {
  readonly input: Readable & { readonly isTTY?: boolean | undefined };
  readonly output: Writable;
  readonly error: Writable;
}

/** What is not for arguments, which every other user of the machine can read. */
export interface Confidential {
  /** The newest first; none where none are wanted. */
  readonly secrets: readonly string[];
  /** As bytes, one character for each (latin1); empty where none is wanted. */
  readonly cookie: string;
}

/**
 * Gets the secrets and the cookie from files, or asks for them: the secret first. Where nobody sits at a terminal, each
 * is a line of the input.
 *
 * @throws {CommandError} when something is missing; nothing of what is there gets into it
 */
export async function confidentialFor(call: Call, io: CommandIo): Promise<Confidential> {
  const wantsSecret = call.command !== 'inspect';
  const wantsCookie = call.command !== 'mint';
  const secretFile = call.text('secret-file');
  // Tickets are bytes; readline would make UTF-8 of them.
  if (io.input.isTTY !== true) io.input.setEncoding('latin1');
  const fromFiles = {
    secrets: wantsSecret && secretFile !== undefined ? await secretsOf(secretFile) : [],
    cookie: wantsCookie && call.file !== '-' ? await cookieOf(call.file) : '',
  };
  const asksSecret = wantsSecret && secretFile === undefined;
  const asksCookie = wantsCookie && call.file === '-';
  if (!asksSecret && !asksCookie) return fromFiles;
  return withPrompt(io, async (prompt) => ({
    secrets: asksSecret ? secrets(textOf(await answer(prompt, 'Secret: ', NO_SECRET), prompt)) : fromFiles.secrets,
    cookie: asksCookie ? bytesOf(await answer(prompt, 'Cookie: ', NO_COOKIE), prompt) : fromFiles.cookie,
  }));
}

async function answer({ ask }: Prompt, question: string, problem: string): Promise<string> {
  const line = (await ask(question))?.trim() ?? '';
  if (line === '') throw new CommandError(problem, WRONG_CALL);
  return line;
}

const bytesOf = (line: string, { isTerminal }: Prompt): string => (isTerminal ? utf8Bytes(line) : line);
const textOf = (line: string, { isTerminal }: Prompt): string =>
  isTerminal ? line : Buffer.from(line, 'latin1').toString('utf8');

async function secretsOf(file: string): Promise<readonly string[]> {
  return secrets(Buffer.from(await contentsOf(file, 'the secrets'), 'latin1').toString('utf8'));
}

function secrets(text: string): readonly string[] {
  try {
    return secretsIn(text);
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : NO_SECRET, WRONG_CALL);
  }
}

async function cookieOf(file: string): Promise<string> {
  if (/[!;=%\s]|^who1/.test(file) || file.length > 255) throw new CommandError(NOT_AN_ARGUMENT, WRONG_CALL);
  const cookie = (await contentsOf(file, 'the cookie')).trim();
  if (cookie === '') throw new CommandError(NO_COOKIE, WRONG_CALL);
  return cookie;
}

async function contentsOf(file: string, what: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > MAX_BYTES) throw new Error('it is too large');
    return bytes.toString('latin1');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(`Cannot read the file of ${what}: ${code ?? message}.`, WRONG_CALL);
  }
}

const MAX_BYTES = 65_536;
const NO_SECRET = 'There is no secret: give --secret-file FILE, or the secret when it is asked for.';
const NO_COOKIE = 'There is no cookie: give it in a file, or on standard input.';
const NOT_AN_ARGUMENT =
  'That is no name of a file. A cookie is as good as a password, and every user of this machine can read arguments: give it in a file, or on standard input.';
