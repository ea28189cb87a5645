import type { PlanValue } from '../plan/plan.js';

/** Where a value stands. From 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A value out of a file, and where its parts stand. */
export interface Tree {
  readonly value: PlanValue | undefined;
  /** By paths: `plugins.cas.casUrl`. Of a property, that of its name. */
  readonly positions: ReadonlyMap<string, Position>;
}

/** The path of a part. Names with a dot in them are rare, and then what is found has a less exact place. */
export const pathOf = (parent: string, name: string | number): string =>
  parent === '' ? `${name}` : `${parent}.${name}`;

/** How deep values may be inside of each other. */
export const MAX_DEPTH = 64;
