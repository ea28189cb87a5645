import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Findings, Place } from '../findings/finding.js';
import { quoted } from '../findings/finding.js';

type Module = Readonly<Record<string, unknown>>;

/**
 * Loads a module that a file names: one that is installed beside this package or beside the file, or a file by its path
 * (`./own-plugin.js`).
 *
 * @returns `undefined` where that fails, which is found
 */
export async function loadModule(
  name: string,
  file: string,
  place: Place,
  findings: Findings,
): Promise<Module | undefined> {
  try {
    return (await importFrom(name, resolve(file))) as Module;
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === undefined)
      findings.error('CONFIG_NOT_LOADED', place, `${quoted(name)} cannot be loaded: ${reasonOf(error)}`);
    else if (missing === name)
      findings.error('CONFIG_NOT_INSTALLED', place, `${quoted(name)} is not installed: npm install ${name}`);
    else
      findings.error(
        'CONFIG_NOT_INSTALLED',
        place,
        `${quoted(name)} needs what is not installed: npm install ${missing}`,
      );
    return undefined;
  }
}

async function importFrom(name: string, file: string): Promise<unknown> {
  if (/^\.{0,2}\//.test(name)) return import(pathToFileURL(resolve(dirname(file), name)).href);
  if (name.startsWith('node:')) throw new Error('Modules of Node make no plugins.');
  try {
    return await import(name);
  } catch (error) {
    if (missingPackage(error) !== name) throw error;
    return import(pathToFileURL(resolvedFrom(name, file, error)).href);
  }
}

/** What an application has is not always in sight of this package. */
function resolvedFrom(name: string, file: string, error: unknown): string {
  for (const from of [file, resolve('package.json')]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // The first failure says what is missing.
    }
  }
  throw error;
}

/** The package that an import has not found. */
function missingPackage(error: unknown): string | undefined {
  const { code, message } = Object(error) as NodeJS.ErrnoException;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  return /Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
}

function reasonOf(error: unknown): string {
  const { code, name } = Object(error) as { readonly code?: unknown; readonly name?: unknown };
  return `${[code, name].find((one) => typeof one === 'string') ?? 'it fails'}.`;
}
