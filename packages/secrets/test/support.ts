import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@who/core';
import { onTestFinished } from 'vitest';

/** The path of a file that is gone when the test is over. */
export function temporaryFile(contents: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'who-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'file');
  writeFileSync(file, contents);
  return file;
}

/** A logger that keeps its warnings. */
export function listeningLogger(): Logger & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return { warnings, debug() {}, warn: (message) => warnings.push(message), error() {} };
}
