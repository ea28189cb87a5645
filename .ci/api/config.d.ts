// What users of the package see. Written by "npx -y pnpm@12 api".

import type { AnyWhoOptions } from '@who/core';
import type { Metadata } from '@who/core';
import type { Plugins } from '@who/core';
import type { Who } from '@who/core';
import type { WhoError } from '@who/core';

declare class ConfigError extends WhoError<ConfigErrorCode> {
  readonly findings: readonly Finding[];
  constructor(code: ConfigErrorCode, message: string, findings: readonly Finding[], cause?: unknown);
}

type ConfigErrorCode = 'BAD_OPTION' | 'CONFIG_INVALID' | 'CONFIG_UNREADABLE';

type ConfigFindingCode = 'CONFIG_BAD_BYTES' | 'CONFIG_TOO_LARGE' | 'CONFIG_SYNTAX' | 'CONFIG_DUPLICATE' | 'CONFIG_INTERPOLATION' | 'CONFIG_UNKNOWN' | 'CONFIG_MISSING' | 'CONFIG_BAD_VALUE' | 'CONFIG_NOT_INSTALLED' | 'CONFIG_NOT_LOADED' | 'CONFIG_NO_SECRET' | 'CONFIG_UNSAFE' | 'CONFIG_DIFFERS' | 'CONFIG_REFUSED';

type ConfigFormat = 'ini' | 'json' | 'yaml';

interface Conversion {
  readonly text: string;
  readonly variables: ReadonlyMap<string, string>;
}

interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: ConfigFindingCode;
  readonly message: string;
  readonly place: Place;
}

interface LoadOptions extends ReadOptions, Pick<AnyWhoOptions, 'logger' | 'now'> {
  readonly checkIntervalMs?: number | undefined;
}

interface LoadedWho<M extends object = Metadata> extends Who<M> {
  readonly warnings: readonly Finding[];
  reload(): Promise<void>;
  close(): Promise<void>;
}

declare const ORDERS: readonly [
  "identifiers",
  "authenticators",
  "challengers",
  "metadataProviders"
];

type OrderName = (typeof ORDERS)[number];

interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly section?: string | undefined;
  readonly option?: string | undefined;
}

interface Plan {
  readonly file: string;
  readonly format: ConfigFormat;
  readonly publicUrl: string | readonly string[] | undefined;
  readonly challengeRequests: 'navigations' | 'all' | undefined;
  readonly maxFormBytes: number | undefined;
  readonly allowUnsafe: readonly string[];
  readonly values: readonly PlannedPart[];
  readonly plugins: readonly PlannedPart[];
  readonly orders: Readonly<Record<OrderName, readonly PlannedEntry[]>>;
  readonly requestClassifier: PlannedFunction | undefined;
  readonly challengeDecider: PlannedFunction | undefined;
  readonly places: ReadonlyMap<string, Place>;
}

interface PlanObject {
  readonly [name: string]: PlanValue;
}

type PlanValue = string | number | boolean | null | readonly PlanValue[] | PlanObject;

interface PlannedEntry {
  readonly plugin: string;
  readonly only?: readonly string[] | undefined;
  readonly place: Place;
}

interface PlannedFunction {
  readonly use: string;
  readonly place: Place;
}

interface PlannedPart {
  readonly name: string;
  readonly use: string;
  readonly options: PlanObject;
  readonly place: Place;
  readonly places: ReadonlyMap<string, Place>;
  readonly python?: string | undefined;
}

interface ReadOptions {
  readonly format?: ConfigFormat | undefined;
  readonly plugins?: Plugins | undefined;
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  readonly publicUrl?: string | readonly [
    string,
    ...string[]
  ] | undefined;
  readonly allowUnsafe?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

interface Reading {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
}

type TargetFormat = 'typescript' | 'json' | 'yaml';

declare function convertPlan(plan: Plan, format: TargetFormat): Promise<Conversion>;

declare function describePlan({ plan, findings }: Reading): string;

declare function findingText({ code, place, message }: Finding): string;

declare function loadWho<M extends object = Metadata>(file: string, options?: LoadOptions): Promise<LoadedWho<M>>;

declare function readPlan(file: string, contents: Uint8Array, options?: ReadOptions): Promise<Reading>;

// @who/config
export {
  ConfigError,
  ConfigErrorCode,
  ConfigFindingCode,
  ConfigFormat,
  Conversion,
  Finding,
  LoadOptions,
  LoadedWho,
  OrderName,
  Place,
  Plan,
  PlanObject,
  PlanValue,
  PlannedEntry,
  PlannedFunction,
  PlannedPart,
  ReadOptions,
  Reading,
  TargetFormat,
  convertPlan,
  describePlan,
  findingText,
  loadWho,
  readPlan,
};
