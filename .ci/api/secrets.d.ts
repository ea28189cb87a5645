// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Hidden } from '@who/core';
import type { Logger } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { Readable } from 'node:stream';
import type { Writable } from 'node:stream';

interface Encryption {
  seal(text: string, place: string): string;
  open(sealed: string, place: string): string | undefined;
}

interface EncryptionKey {
  readonly id: string;
  readonly secret: Uint8Array | string;
}

declare class HmacSha256 extends Hidden {
  #private;
  constructor(key: Uint8Array, beginning?: Uint8Array);
  sheetFor(length: number): Sheet;
  macOfText(text: string): string;
  macOf(sheet: Sheet): string;
  isGenuine(sheet: Sheet): boolean;
}

declare const MAC_BYTES = 32;

declare const MESSAGE_AT = 64;

interface Prompt {
  readonly isTerminal: boolean;
  ask(question: string): Promise<string | undefined>;
}

interface PromptStreams {
  readonly input: Readable & {
    readonly isTTY?: boolean | undefined;
  };
  readonly error: Writable;
}

interface Session {
  readonly userid: string;
  readonly userdata: string;
  readonly timestampSeconds: number;
}

interface Sheet {
  readonly all: Buffer;
  readonly hashed: Buffer;
}

interface Standings {
  isUserAllowed(userid: string): Promise<boolean>;
  isRevoked(session: Session): Promise<boolean>;
  signedIn(userid: string): void;
}

type Steps<T> = Generator<undefined, T, undefined>;

type TextSource = string | {
  readonly file: string;
} | (() => MaybePromise<string>);

interface WatchedFile<T> {
  readonly current: T;
  refresh(nowMs: number, logger: Logger): Promise<void> | undefined;
}

interface WatchedFileOptions<T> {
  readonly file: string;
  readonly checkIntervalMs: number;
  readonly parse: (contents: Uint8Array) => T | Steps<T>;
  readonly plugin: string;
  readonly unreadable: (reason: string, cause: unknown) => Error;
}

interface WatchedTexts<T> {
  get(nowMs: number, logger: Logger): MaybePromise<T>;
  hurry(): void;
  renew(nowMs: number, logger: Logger): Promise<void> | undefined;
}

interface WatchedTextsOptions<T> {
  readonly sources: readonly TextSource[];
  readonly make: (texts: readonly string[]) => T;
  readonly reloadSeconds: number;
  readonly plugin: string;
  readonly unavailable: (reason: string, cause: unknown) => Error;
}

declare function atOnce<T>(steps: Steps<T>): T;

declare function checkSecret(plugin: string, option: string, value: unknown, source?: 'own' | 'given'): void;

declare function encryption(keys: readonly EncryptionKey[]): Encryption;

declare function inTurns<T>(steps: Steps<T>): Promise<T>;

declare const isLasting: boolean;

declare function isPossibleName(name: unknown): name is string;

declare function isSameMac(one: string, other: string): boolean;

declare function passwordChanged(changed: string): {
  readonly userdata?: string;
};

declare function problemWithEncryptionKeys(keys: readonly EncryptionKey[]): string | undefined;

declare function quietTimer(work: () => void, ms: number): NodeJS.Timeout;

declare function standings(changedOf: (userid: string) => Promise<string | undefined>, recheckMs: number): Standings;

declare function watchedFile<T>(options: WatchedFileOptions<T>): WatchedFile<T>;

declare function watchedTexts<T>(options: WatchedTextsOptions<T>): WatchedTexts<T>;

declare function withPrompt<T>({ input, error }: PromptStreams, use: (prompt: Prompt) => Promise<T>): Promise<T>;

declare function writeBytes(bytes: string, into: Buffer, at: number): number;

// @who/secrets
export {
  Encryption,
  EncryptionKey,
  HmacSha256,
  MAC_BYTES,
  MESSAGE_AT,
  Prompt,
  PromptStreams,
  Session,
  Sheet,
  Standings,
  Steps,
  TextSource,
  WatchedFile,
  WatchedFileOptions,
  WatchedTexts,
  WatchedTextsOptions,
  atOnce,
  checkSecret,
  encryption,
  inTurns,
  isLasting,
  isPossibleName,
  isSameMac,
  passwordChanged,
  problemWithEncryptionKeys,
  quietTimer,
  standings,
  watchedFile,
  watchedTexts,
  withPrompt,
  writeBytes,
};
