import { log, multiselect, text } from '@clack/prompts';
import type { CliIo, Place } from './cli.js';
import { parseRoles, ROLE_NAMES, ROLES, type Role } from './roles.js';

/** What is known of a plugin to be. */
export interface Answers {
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Asks for what is not known yet. `undefined` when whoever is asked gives up, for which the prompts have a symbol. */
export async function ask(
  known: { readonly [K in keyof Answers]: Answers[K] | undefined },
  { input, output }: Pick<CliIo, 'input' | 'output'>,
  place: Place,
): Promise<Answers | undefined> {
  const name = known.name ?? (await askName());
  if (typeof name !== 'string') return undefined;
  const roles = known.roles ?? (await askRoles());
  return typeof roles === 'symbol' ? undefined : { name, roles };

  function askName(): Promise<string | symbol> {
    return text({
      message: 'What is the plugin called?',
      validate: (value) => problemOf(() => place.checkName(value ?? '')),
      input,
      output,
    });
  }

  async function askRoles(): Promise<Role[] | symbol> {
    for (;;) {
      const roles = await multiselect<Role>({
        message: 'What is it to be?',
        options: ROLE_NAMES.map((role) => ({ value: role, label: `${role}: ${ROLES[role]}` })),
        required: true,
        input,
        output,
      });
      const problem = typeof roles === 'symbol' ? undefined : problemOf(() => parseRoles(roles));
      if (problem === undefined) return roles;
      log.error(problem, { output });
    }
  }
}

function problemOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
