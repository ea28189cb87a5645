import type { MaybePromise } from '@who/core';
import type { CryptTask } from '../algorithms/crypt.js';
import type { Kind } from '../verdict.js';

/** A way in which programs write hashes down: how a stored text is recognised and taken apart. */
export interface Form {
  readonly name: FormName;
  /**
   * Takes a stored text apart, in full: what is not exactly of the form's shape is nothing.
   *
   * @param read reads a text of any form; for forms that put a name in front of another one's text
   * @returns `'broken'` for what begins as the form does and goes on otherwise; `undefined` for what is not of the form
   */
  read(text: string, read: Read): Stored | 'broken' | undefined;
}

export type Read = (text: string) => Stored | 'broken' | undefined;

/** A stored text taken apart. */
export interface Stored extends Kind {
  /** Checks a password. What takes longer than microseconds is done on other threads. */
  matches(password: Uint8Array, crypt: RunCrypt): MaybePromise<boolean>;
}

/** Computes crypt(3) on a thread of its own. */
export type RunCrypt = (task: CryptTask) => Promise<string>;

/** Who writes hashes in this way. */
export type FormName = 'apache' | 'crypt' | 'phc';
