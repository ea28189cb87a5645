import type { HeaderSsoPreset } from '@who/plugin-header-sso';
import type { Stoppable } from '../in-order.js';

/** Puts the addresses and files of a test in the place of those that the README uses as examples. */
export type Fill = (replacements: Readonly<Record<string, string>>) => readonly string[];

/** A kind of front end, and how to bring up what the README recommends for it. */
export interface FrontEnd {
  readonly name: string;
  readonly preset: HeaderSsoPreset;
  /** What a block of the README for this kind holds. */
  readonly isFor: RegExp;
  /** Headers that it sets, and the attributes that they become. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What is not installed. */
  readonly missing: readonly string[];
  /** Starts the server with the block. */
  start(fill: Fill): Promise<RunningFrontEnd>;
}

export interface RunningFrontEnd extends Stoppable {
  readonly url: string;
  readonly accounts: readonly Account[];
}

/** Somebody whom the front end knows, and whom the application has to see. */
export interface Account {
  readonly user: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Signs them in, and answers the header line by which the front end knows them from then on. */
  signIn(): Promise<string>;
}
