import type { MaybePromise } from '@who/core';
import type { CryptTask } from '../algorithms/crypt.js';
import type { Kind } from '../verdict.js';

/** A way in which programs write hashes down: how a stored text is recognised and taken apart. */
export interface Form {
  readonly name: FormName;
  /**
   * Takes a stored text apart, in full: what is not exactly of the form's shape is nothing.
   *
   * @returns `'broken'` for what begins as the form does and goes on otherwise; `undefined` for what is not of the form
   */
  read(text: string): Found;
}

/** What a form makes of a text. */
export type Found = Stored | 'broken' | 'unavailable' | undefined;

/** A stored text taken apart. */
export interface Stored extends Kind {
  /** How many bytes of a password count. `undefined` for all of them. */
  readonly seenBytes?: number;
  /** Another form that has the same texts for something else. */
  readonly rival?: FormName;
  /** Checks a password. What takes longer than microseconds is done on other threads. */
  matches(password: Uint8Array, tools: Tools): MaybePromise<boolean>;
}

/** What checks need of whoever has them done. */
export interface Tools {
  /** Computes crypt(3) on a thread of its own. */
  crypt(task: CryptTask): Promise<string>;
  /** What goes behind a password before bcrypt, as Devise has it. */
  readonly bcryptPepper: Uint8Array;
}

/** Who writes hashes in this way. */
export type FormName =
  | 'apache'
  | 'aspnet'
  | 'atlassian'
  | 'crypt'
  | 'django'
  | 'dovecot'
  | 'drupal'
  | 'hex'
  | 'ldap'
  | 'mediawiki'
  | 'passlib'
  | 'phc'
  | 'repoze'
  | 'spring'
  | 'unmarked'
  | 'werkzeug'
  | 'wordpress';
