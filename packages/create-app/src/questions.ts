import { select, text } from '@clack/prompts';
import type { CliIo } from './cli.js';
import { FRAMEWORK_NAMES, FRAMEWORKS, type Framework } from './frameworks.js';
import { checkName } from './names.js';

/** What is known of an application to be. */
export interface Answers {
  readonly name: string;
  readonly framework: Framework;
}

/** Asks for what is not known yet. `undefined` when whoever is asked gives up, for which the prompts have a symbol. */
export async function ask(
  known: { readonly [K in keyof Answers]: Answers[K] | undefined },
  { input, output }: Pick<CliIo, 'input' | 'output'>,
): Promise<Answers | undefined> {
  const validate = (value: string | undefined): string | undefined => problemOf(() => checkName(value ?? ''));
  const name = known.name ?? (await text({ message: 'What is the application called?', validate, input, output }));
  if (typeof name !== 'string') return undefined;
  const framework =
    known.framework ??
    (await select<Framework>({
      message: 'What is it made with?',
      options: FRAMEWORK_NAMES.map((value) => ({ value, label: FRAMEWORKS[value] })),
      input,
      output,
    }));
  return typeof framework === 'symbol' ? undefined : { name, framework };
}

function problemOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
