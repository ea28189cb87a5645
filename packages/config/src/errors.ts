import { WhoError } from '@who/core';
import { type Finding, findingText } from './findings/finding.js';

/** The codes of errors that this package raises. */
export type ConfigErrorCode = 'BAD_OPTION' | 'CONFIG_INVALID' | 'CONFIG_UNREADABLE';

/** The codes of what is found in a file. */
export type ConfigFindingCode =
  /** Bytes that are no UTF-8, or too many of them. */
  | 'CONFIG_BAD_BYTES'
  | 'CONFIG_TOO_LARGE'
  /** A line or a value that the format does not have. */
  | 'CONFIG_SYNTAX'
  | 'CONFIG_DUPLICATE'
  /** `%` of INI that stands for nothing. */
  | 'CONFIG_INTERPOLATION'
  /** A name that is not known. */
  | 'CONFIG_UNKNOWN'
  /** Something that has to be said, and is not. */
  | 'CONFIG_MISSING'
  /** A value that an option cannot have. */
  | 'CONFIG_BAD_VALUE'
  /** Something that cannot be loaded. */
  | 'CONFIG_NOT_INSTALLED'
  | 'CONFIG_NOT_LOADED'
  /** A variable or a file of a secret that is not there. */
  | 'CONFIG_NO_SECRET'
  /** What nobody should do who has not said so by `allowUnsafe`. */
  | 'CONFIG_UNSAFE'
  /** What repoze.who does otherwise. */
  | 'CONFIG_DIFFERS'
  /** What a plugin, or the engine, refuses. */
  | 'CONFIG_REFUSED';

/** How errors name this package. */
export const PACKAGE = '@who/config';

/** A file of which no engine can be made. */
export class ConfigError extends WhoError<ConfigErrorCode> {
  /** Everything that is wrong, by place. */
  readonly findings: readonly Finding[];

  constructor(code: ConfigErrorCode, message: string, findings: readonly Finding[], cause?: unknown) {
    super(message, { code, plugin: PACKAGE, cause });
    this.name = 'ConfigError';
    this.findings = findings;
  }
}

/** The error for all that is wrong with a file. */
export function invalid(file: string, findings: readonly Finding[]): ConfigError {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  const lines = errors.slice(0, MAX_LINES).map((finding) => `\n  ${findingText(finding)}`);
  if (errors.length > MAX_LINES) lines.push(`\n  and ${errors.length - MAX_LINES} more`);
  return new ConfigError('CONFIG_INVALID', `${file} has ${count}:${lines.join('')}`, findings);
}

/** As many as somebody reads. */
const MAX_LINES = 50;
