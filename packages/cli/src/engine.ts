import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createWho, type Who, WhoError } from '@who/core';
import { type AuthTktOptions, authTkt } from '@who/plugin-auth-tkt';
import { CommandError } from './command-error.js';
import type { Call } from './flags.js';

/** What requests are asked of. */
export type Engine = Pick<Who, 'api'>;

/** The engine that a module exports. @throws {CommandError} */
export async function engineOf(file: string): Promise<Engine> {
  let module: Readonly<Record<string, unknown>>;
  try {
    module = await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    throw new CommandError(`Cannot load the module of the engine: ${code ?? name}.`);
  }
  const engine = [module['default'], module['who']].find(isEngine);
  if (engine) return engine;
  throw new CommandError('The module exports no engine, neither as default nor as "who".');
}

function isEngine(value: unknown): value is Engine {
  return typeof (value as Partial<Engine> | undefined)?.api === 'function';
}

/** One that knows tickets and nothing else. @throws {CommandError} */
export function ticketEngine(call: Call, secrets: readonly string[]): Engine {
  const [first = '', ...others] = secrets;
  const timeout = call.text('timeout');
  const options = {
    secrets: [first, ...others],
    cookieName: call.text('cookie-name'),
    format: call.text('format'),
    digest: call.text('digest'),
    compat: call.text('compat'),
    audience: call.text('audience'),
    includeIp: call.has('include-ip'),
    ...(timeout !== undefined && { timeoutSeconds: timeout === 'none' ? false : timeout }),
  } as AuthTktOptions; // The factory checks what people typed.
  try {
    const plugins = { ticket: authTkt(options) };
    return createWho({
      publicUrl: 'https://localhost',
      plugins,
      identifiers: ['ticket'],
      authenticators: ['ticket'],
      // There is nobody to ask, and nothing to say of that.
      challengeDecider: () => false,
      logger: SILENT,
    });
  } catch (error) {
    // Without the package's name.
    throw error instanceof WhoError ? new CommandError(error.message.replace(/^\[[^\]]*\] /, '')) : error;
  }
}

const SILENT = { debug() {}, warn() {}, error() {} };
