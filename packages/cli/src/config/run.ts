import { readFile } from 'node:fs/promises';
import type { Reading, ReadOptions } from '@who/config';
import { CommandError, type ExitCode, NOBODY, SIGNED_IN } from '../command-error.js';
import type { CommandIo } from '../input.js';
import { compared, comparisonText } from './against.js';
import { type ConfigCall, configCallOf } from './call.js';
import { CONFIG_HELP } from './help.js';

/** `who check` and `who convert`. 0 where the file is fine, 1 where it is not, or an application is otherwise. */
export async function runConfig(argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  const call = configCallOf(argv);
  if (call.file === undefined) {
    io.output.write(CONFIG_HELP);
    return SIGNED_IN;
  }
  const config = await import('@who/config');
  const reading = await readingOf(config.readPlan, call, call.file);
  const hasErrors = reading.findings.some(({ severity }) => severity === 'error');
  if (call.command === 'check') return check(call, reading, hasErrors, config, io);
  if (hasErrors) {
    for (const finding of reading.findings)
      if (finding.severity === 'error') io.error.write(`${config.findingText(finding)}\n`);
    return NOBODY;
  }
  const { text, variables } = await config.convertPlan(reading.plan, call.to);
  io.output.write(text);
  for (const [name, where] of variables) {
    io.error.write(`Set ${name} to what ${call.file} has at ${where}: secrets are not written out.\n`);
  }
  return SIGNED_IN;
}

async function check(
  call: ConfigCall,
  reading: Reading,
  hasErrors: boolean,
  { describePlan }: Pick<typeof import('@who/config'), 'describePlan'>,
  { output }: CommandIo,
): Promise<ExitCode> {
  const { against } = call;
  const answers = against === undefined || hasErrors ? undefined : await compared(reading.plan, against, call.page);
  if (call.json) output.write(`${JSON.stringify({ findings: reading.findings, answers: answers ?? null })}\n`);
  else {
    output.write(describePlan(reading));
    if (answers) output.write(comparisonText(answers, against ?? ''));
  }
  return hasErrors || answers?.some(({ problem }) => problem !== undefined) ? NOBODY : SIGNED_IN;
}

async function readingOf(
  readPlan: typeof import('@who/config').readPlan,
  { format, publicUrl, allowUnsafe }: ConfigCall,
  file: string,
): Promise<Reading> {
  let contents: Uint8Array;
  try {
    contents = await readFile(file);
  } catch (error) {
    throw new CommandError(`Cannot read the file: ${(error as NodeJS.ErrnoException).code ?? 'it fails'}.`);
  }
  const options: ReadOptions = {
    format,
    // What an application says may be anything; a plan without one is as good for a check.
    publicUrl: publicUrl ?? undefined,
    ...(allowUnsafe.length > 0 && { allowUnsafe }),
  };
  try {
    return await readPlan(file, contents, options);
  } catch (error) {
    throw new CommandError(
      error instanceof Error ? error.message.replace(/^\[[^\]]*\] /, '') : 'The file is of no kind.',
    );
  }
}
