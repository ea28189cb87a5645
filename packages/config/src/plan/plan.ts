import type { Place } from '../findings/finding.js';

/** What JSON can say. Texts may name variables and files: see `references.ts`. */
export type PlanValue = string | number | boolean | null | readonly PlanValue[] | PlanObject;

export interface PlanObject {
  readonly [name: string]: PlanValue;
}

/** A plugin, or something else that is made before them, as a file describes it. */
export interface PlannedPart {
  readonly name: string;
  /** `@who/plugin-cas`, or `module:export` for a function that makes it. */
  readonly use: string;
  readonly options: PlanObject;
  readonly place: Place;
  /** Where options stand, by their names; those inside of others by paths: `policies.0.path`. */
  readonly places: ReadonlyMap<string, Place>;
  /** What stands in a who.ini in the place of `use`. */
  readonly python?: string | undefined;
}

/** An entry of an order. */
export interface PlannedEntry {
  readonly plugin: string;
  /** Classifications; all of them where it is left out. */
  readonly only?: readonly string[] | undefined;
  readonly place: Place;
}

/** The orders of an engine, by their names in `createWho`. */
export const ORDERS = ['identifiers', 'authenticators', 'challengers', 'metadataProviders'] as const;

export type OrderName = (typeof ORDERS)[number];

/** A classifier or a decider: its name in `@who/core`, `module:export`, or a name of the application's own. */
export interface PlannedFunction {
  readonly use: string;
  readonly place: Place;
}

/** What a file says, before anything is made of it. */
export interface Plan {
  /** The absolute path. */
  readonly file: string;
  readonly format: ConfigFormat;
  readonly publicUrl: string | readonly string[] | undefined;
  readonly challengeRequests: 'navigations' | 'all' | undefined;
  readonly maxFormBytes: number | undefined;
  /** Names of what is unsafe and wanted all the same. */
  readonly allowUnsafe: readonly string[];
  /** What plugins share, such as `casSessions()`. */
  readonly values: readonly PlannedPart[];
  readonly plugins: readonly PlannedPart[];
  readonly orders: Readonly<Record<OrderName, readonly PlannedEntry[]>>;
  readonly requestClassifier: PlannedFunction | undefined;
  readonly challengeDecider: PlannedFunction | undefined;
  /** Where the settings of the whole stand: `publicUrl` and others. */
  readonly places: ReadonlyMap<string, Place>;
}

export type ConfigFormat = 'ini' | 'json' | 'yaml';

/** What was read of a file. */
export interface ReadFile {
  readonly plan: Plan;
  /** Names of plugins that it has, also of those of which something is wrong. */
  readonly declared: ReadonlySet<string>;
}
