import { dirname, extname, resolve } from 'node:path';
import { badOption } from '@who/core';
import { ConfigError, PACKAGE } from '../errors.js';
import { type Finding, Findings } from '../findings/finding.js';
import type { ReadOptions } from '../loading/load-options.js';
import type { ConfigFormat, Plan, ReadFile } from '../plan/plan.js';
import { readWhoIni } from '../repoze/read-who-ini.js';
import { readSettings } from '../settings/read-settings.js';
import { parseJson } from '../tree/parse-json.js';
import { checkOrders } from './check-orders.js';
import { checkValues } from './check-values.js';
import { checkSafety } from './unsafe.js';

/** What a file says, and what is wrong with it. */
export interface Reading {
  readonly plan: Plan;
  /** By place; errors and warnings. */
  readonly findings: readonly Finding[];
}

/**
 * Reads what a file holds, whatever that is. Nothing is loaded or started.
 *
 * @throws {WhoError} BAD_OPTION where neither the name of the file nor `format` says what it is
 */
export async function readPlan(file: string, contents: Uint8Array, options: ReadOptions = {}): Promise<Reading> {
  const format = options.format ?? formatOf(file);
  const findings = new Findings();
  const text = textOf(file, contents, findings);
  const given = new Set(Object.keys(options.plugins ?? {}));
  const read = await planOf(file, format, text, given, findings);
  const plan = withoutGiven(read.plan, given);
  checkOrders(plan, new Set([...read.declared, ...given]), findings);
  checkValues(plan, findings);
  checkSafety(plan, options.allowUnsafe ?? plan.allowUnsafe, findings);
  if (options.publicUrl === undefined && plan.publicUrl === undefined && !findings.hasErrors) {
    const ini = format === 'ini';
    const place = { file, ...(ini ? { section: 'who', option: 'public_url' } : { option: 'publicUrl' }) };
    findings.error(
      'CONFIG_MISSING',
      place,
      'has to be given, here or to loadWho(): the URL of the application as browsers see it.',
    );
  }
  return { plan, findings: findings.all };
}

async function planOf(
  file: string,
  format: ConfigFormat,
  text: string,
  given: ReadonlySet<string>,
  findings: Findings,
): Promise<ReadFile> {
  switch (format) {
    case 'ini':
      return readWhoIni(file, text, dirname(resolve(file)), findings, given);
    case 'json':
      return readSettings(file, format, parseJson(file, text, findings), findings, given);
    case 'yaml': {
      // It takes longer to load than all the rest.
      const { parseYaml } = await import('../tree/parse-yaml.js');
      return readSettings(file, format, parseYaml(file, text, findings), findings, given);
    }
  }
}

function withoutGiven(plan: Plan, given: ReadonlySet<string>): Plan {
  return { ...plan, plugins: plan.plugins.filter(({ name }) => !given.has(name)) };
}

/** @throws {WhoError} BAD_OPTION */
export function formatOf(file: string): ConfigFormat {
  const format = FORMATS[extname(file).toLowerCase()];
  if (format) return format;
  throw badOption(PACKAGE, 'format', `has to be given for ${file}: "ini", "json" or "yaml".`);
}

const FORMATS: Readonly<Record<string, ConfigFormat>> = {
  '.ini': 'ini',
  '.json': 'json',
  '.yaml': 'yaml',
  '.yml': 'yaml',
};

/** The text of a file, none where it is no text. */
function textOf(file: string, contents: Uint8Array, findings: Findings): string {
  if (contents.byteLength > MAX_BYTES) {
    findings.error('CONFIG_TOO_LARGE', { file }, `The file is larger than ${MAX_BYTES} bytes.`);
    return '';
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(contents);
  } catch {
    const before = new TextDecoder('utf-8').decode(contents).split('\ufffd', 1)[0] ?? '';
    const line = before.split(/\r\n|\r|\n/).length;
    findings.error('CONFIG_BAD_BYTES', { file, line }, 'The file is not UTF-8 here.');
    return '';
  }
}

/** Those of sites have a few kB. */
const MAX_BYTES = 1_048_576;

/** The error for a file that is not there. */
export function unreadable(file: string, reason: string, cause: unknown): ConfigError {
  return new ConfigError('CONFIG_UNREADABLE', `${file} cannot be read. ${reason}`, [], cause);
}
