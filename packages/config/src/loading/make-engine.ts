import {
  type AnyWhoOptions,
  apiAwareRequestClassifier,
  type ChallengeDecider,
  createWho,
  defaultChallengeDecider,
  defaultRequestClassifier,
  type Entry,
  type Logger,
  type Plugin,
  passThroughChallengeDecider,
  type RequestClassifier,
  type Who,
  WhoError,
} from '@who/core';
import { invalid } from '../errors.js';
import { type Finding, Findings, type Place, quoted } from '../findings/finding.js';
import { moduleOf } from '../plan/packages.js';
import { ORDERS, type Plan, type PlannedFunction } from '../plan/plan.js';
import type { Reading } from '../reading/read-plan.js';
import type { LoadOptions } from './load-options.js';
import { type MadePart, makePart, type Workshop } from './make-part.js';
import { loadModule } from './modules.js';
import { Resolver } from './resolver.js';
import { checkRoles } from './roles.js';

/** An engine of a plan, and what it was made of. */
export interface MadeEngine {
  readonly who: Who<object>;
  readonly values: ReadonlyMap<string, MadePart>;
  readonly plugins: ReadonlyMap<string, MadePart>;
  /** Files that the plan names, beside its own. */
  readonly files: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/**
 * Loads the plugins of a plan, and makes them and an engine. Parts that are as before are taken as they are, so that
 * what they remember is not lost.
 *
 * @throws {ConfigError} CONFIG_INVALID with everything that is wrong
 */
export async function makeEngine(
  { plan, findings: read }: Reading,
  options: LoadOptions,
  logger: Logger | undefined,
  before?: MadeEngine,
): Promise<MadeEngine> {
  if (read.some(({ severity }) => severity === 'error')) throw invalid(plan.file, read);
  const findings = new Findings();
  const found = (): readonly Finding[] => [...read, ...findings.all];
  const values = new Map<string, unknown>(Object.entries(options.values ?? {}));
  const resolver = new Resolver({ file: plan.file, env: options.env ?? process.env, values, findings });
  const workshop = { file: plan.file, resolver, findings };

  const madeValues = await makeAll(plan.values, { ...workshop, before: before?.values });
  for (const [name, { made }] of madeValues) if (!values.has(name)) values.set(name, made);
  const made = await makeAll(plan.plugins, { ...workshop, before: before?.plugins });
  const plugins = new Map<string, Plugin>(Object.entries(options.plugins ?? {}));
  for (const [name, part] of made) plugins.set(name, part.made as Plugin);
  if (!findings.hasErrors) checkRoles(plan, plugins, findings);

  const requestClassifier = await functionOf<RequestClassifier>(plan.requestClassifier, CLASSIFIERS, workshop);
  const challengeDecider = await functionOf<ChallengeDecider>(plan.challengeDecider, DECIDERS, workshop);
  const publicUrl = options.publicUrl ?? publicUrlOf(plan, resolver);
  const { challengeRequests, maxFormBytes } = plan;
  const engine = {
    publicUrl,
    plugins: Object.fromEntries(plugins),
    ...ordersOf(plan),
    requestClassifier,
    challengeDecider,
    challengeRequests,
    maxFormBytes,
    logger,
    now: options.now,
  } as AnyWhoOptions;
  const who = findings.hasErrors ? undefined : created(engine, plan, findings);
  if (!who) {
    await letGo([...madeValues.values(), ...made.values()], before);
    throw invalid(plan.file, found());
  }
  return { who, values: madeValues, plugins: made, files: resolver.files, findings: found() };
}

async function makeAll(parts: Plan['plugins'], workshop: Workshop): Promise<ReadonlyMap<string, MadePart>> {
  const made = new Map<string, MadePart>();
  for (const part of parts) {
    // Each with findings of its own, so that one that fails does not keep the next from being tried.
    const own = new Findings();
    const resolver = workshop.resolver.with(own);
    const result = await makePart(part, { ...workshop, resolver, findings: own });
    workshop.findings.take(own);
    if (result) made.set(part.name, result);
  }
  return made;
}

/** Ends what was made for an engine that there will not be, or that has gone. */
export async function letGo(parts: readonly MadePart[], kept: MadeEngine | undefined): Promise<void> {
  const stays = new Set([...(kept?.values.values() ?? []), ...(kept?.plugins.values() ?? [])]);
  for (const part of parts) {
    if (stays.has(part)) continue;
    const { close } = part.made as { close?: unknown };
    if (typeof close === 'function') await close.call(part.made);
    await part.database?.close();
  }
}

function created(options: AnyWhoOptions, plan: Plan, findings: Findings): Who<object> | undefined {
  try {
    return createWho(options as never);
  } catch (error) {
    if (!(error instanceof WhoError)) throw error;
    const plain = error.message.replace(/^\[[^\]]*\] /, '');
    const [, kind, name] = /^(Option|Plugin) "([^"]+)"/.exec(plain) ?? [];
    findings.error('CONFIG_REFUSED', placeFor(plan, kind, name), plain);
    return undefined;
  }
}

function placeFor(plan: Plan, kind: string | undefined, name: string | undefined): Place {
  const plugin = kind === 'Plugin' ? plan.plugins.find((part) => part.name === name)?.place : undefined;
  return plugin ?? (name === undefined ? undefined : plan.places.get(name)) ?? { file: plan.file };
}

function publicUrlOf({ publicUrl, places, file }: Plan, resolver: Resolver): unknown {
  if (publicUrl === undefined) return undefined;
  return resolver.value(publicUrl, undefined, places.get('publicUrl') ?? { file });
}

function ordersOf({ orders }: Plan): Record<string, readonly Entry<string>[]> {
  const entries = ORDERS.map((order) => {
    const own = orders[order].map(({ plugin, only }) => (only === undefined ? plugin : { plugin, only }));
    return [order, own] as const;
  });
  return Object.fromEntries(entries);
}

async function functionOf<F>(
  planned: PlannedFunction | undefined,
  known: Readonly<Record<string, F>>,
  { file, resolver, findings }: Pick<Workshop, 'file' | 'resolver' | 'findings'>,
): Promise<F | undefined> {
  if (!planned) return undefined;
  const { use, place } = planned;
  if (Object.hasOwn(known, use)) return known[use];
  const target = resolver.has(use) ? undefined : moduleOf(use);
  // A name of Python's is one of a module, too; only Node's are loaded.
  const module =
    target &&
    /^(?:\.{0,2}\/|@|[a-z0-9-]+$)/.test(target.module) &&
    (await loadModule(target.module, file, place, findings));
  const found = module && target ? module[target.name] : target ? undefined : resolver.reference(use, place);
  if (typeof found === 'function') return found as F;
  if (!findings.hasErrors) findings.error('CONFIG_UNKNOWN', place, `${quoted(use)} is no function that there is.`);
  return undefined;
}

const CLASSIFIERS = { defaultRequestClassifier, apiAwareRequestClassifier };
const DECIDERS = { defaultChallengeDecider, passThroughChallengeDecider };
