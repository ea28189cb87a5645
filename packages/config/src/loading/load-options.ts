import { type AnyWhoOptions, badOption, checkOptions, type OptionNames, type Plugins } from '@who/core';
import { PACKAGE } from '../errors.js';
import type { ConfigFormat } from '../plan/plan.js';

/** What an application says besides the file, when it is only read. */
export interface ReadOptions {
  /** What the file is. @default by its name: `.ini`, `.json`, `.yaml` or `.yml` */
  readonly format?: ConfigFormat | undefined;
  /**
   * Plugins of the application's own, by the names that the file's orders have. One that the file describes, too, is the
   * application's. @default none
   */
  readonly plugins?: Plugins | undefined;
  /**
   * What a file cannot say, by the names that it has for it: functions, clients, stores. Functions of a who.ini are named
   * as there: `{ 'myapp.users:exists': (userid) => … }`. @default none
   */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** The application's URL as browsers see it, in the place of the file's. @default the file's `publicUrl` */
  readonly publicUrl?: string | readonly [string, ...string[]] | undefined;
  /**
   * Names of what is unsafe and wanted all the same: `md5` (tickets that are signed with it and one secret), `des-crypt`,
   * `plain` and other forms of passwords. Each lets somebody in who should not be. @default those that the file names
   */
  readonly allowUnsafe?: readonly string[] | undefined;
  /** Variables, for `${NAME}`. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** How an engine is loaded. */
export interface LoadOptions extends ReadOptions, Pick<AnyWhoOptions, 'logger' | 'now'> {
  /**
   * How often the file is looked at for changes, in milliseconds; 0 for never. What a file says that was taken away still
   * counts for so long. @default 1000
   */
  readonly checkIntervalMs?: number | undefined;
}

const NAMES: OptionNames<LoadOptions> = {
  format: true,
  plugins: true,
  values: true,
  publicUrl: true,
  allowUnsafe: true,
  env: true,
  logger: true,
  now: true,
  checkIntervalMs: true,
};

/** @throws {WhoError} BAD_OPTION */
export function checkLoadOptions(file: unknown, options: LoadOptions): void {
  checkOptions(PACKAGE, options, NAMES);
  const { format, plugins, values, allowUnsafe, checkIntervalMs = 1000 } = options;
  const check = (option: string, holds: boolean, problem: string): void => {
    if (!holds) throw badOption(PACKAGE, option, problem);
  };
  check('file', typeof file === 'string' && file !== '' && !file.includes('\0'), 'must be the path of a file.');
  check('format', [undefined, 'ini', 'json', 'yaml'].includes(format), 'must be "ini", "json" or "yaml".');
  check('plugins', plugins === undefined || isObject(plugins), 'must be an object of plugins by name.');
  check('values', values === undefined || isObject(values), 'must be an object.');
  check('allowUnsafe', allowUnsafe === undefined || Array.isArray(allowUnsafe), 'must be a list of names.');
  check(
    'checkIntervalMs',
    Number.isInteger(checkIntervalMs) && checkIntervalMs >= 0 && checkIntervalMs < 2 ** 31,
    'must be a whole number of milliseconds, 0 or more.',
  );
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
