export { ConfigError, type ConfigErrorCode, type ConfigFindingCode } from './errors.js';
export { type Finding, findingText, type Place } from './findings/finding.js';
export type { LoadOptions, ReadOptions } from './loading/load-options.js';
export type {
  ConfigFormat,
  OrderName,
  Plan,
  PlannedEntry,
  PlannedFunction,
  PlannedPart,
  PlanObject,
  PlanValue,
} from './plan/plan.js';
export { type Reading, readPlan } from './reading/read-plan.js';
export { type LoadedWho, loadWho } from './reloading/load-who.js';
export { type Conversion, convertPlan, type TargetFormat } from './writing/convert-plan.js';
export { describePlan } from './writing/describe-plan.js';
