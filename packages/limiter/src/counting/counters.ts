import type { MaybePromise } from '@who/core';

/** A number, and for how long it will still be there. */
export interface Count {
  readonly value: number;
  readonly leftMs: number;
}

/** Numbers under keys. Each is gone when its time is over. */
export interface Counters {
  /** Adds to a number, which begins at 0 and lasts for so many seconds from then on. */
  add(key: string, by: number, seconds: number): MaybePromise<Count>;
  /** 0 where there is none. */
  get(key: string): MaybePromise<Count>;
  /** Begins anew, with 1. */
  set(key: string, seconds: number): MaybePromise<unknown>;
  delete(key: string): MaybePromise<unknown>;
}

/** Makes room for numbers of one kind, under a name of its own. */
export type MakeCounters = (name: string) => Counters;

export const NONE: Count = Object.freeze({ value: 0, leftMs: 0 });
