import { quoted } from '../findings/finding.js';
import type { PlannedFunction, PlannedPart, PlanValue } from '../plan/plan.js';
import { entryName, entryPoint } from './entry-point.js';
import { CAS_DECIDER, CLASSIFIERS, DECIDERS, OWN_FUNCTIONS } from './factories.js';
import { type IniContext, type Section, sectionOf } from './section.js';

/** What `[general]` says. */
export interface General {
  readonly requestClassifier: PlannedFunction | undefined;
  readonly challengeDecider: PlannedFunction | undefined;
  /** Those that are plugins of ours, too. */
  readonly plugins: readonly PlannedPart[];
}

/** @param plugins all sections `[plugin:…]`, a decider among them perhaps */
export function generalOf(context: IniContext, plugins: readonly PlannedPart[]): General {
  const { document, file, findings } = context;
  const ini = document.sections.get('general');
  const section = ini && sectionOf(context, ini);
  const deciders = plugins.filter(({ use }) => use === CAS_DECIDER);
  const others = plugins.filter(({ use }) => use !== CAS_DECIDER);
  if (!section) {
    const place = { file, section: 'general' };
    findings.warn(
      'CONFIG_MISSING',
      place,
      "There is no such section: repoze.who's middleware refuses that, its API does not. The default classifier and decider count.",
    );
    return { requestClassifier: undefined, challengeDecider: undefined, plugins: others };
  }
  remoteUserKey(context, section);
  const named = section.options.get('challenge_decider');
  const cas = deciders.find(({ name }) => name === named?.value);
  return {
    requestClassifier: functionOf(context, section, 'request_classifier', CLASSIFIERS),
    challengeDecider: cas ? undefined : functionOf(context, section, 'challenge_decider', DECIDERS),
    plugins: cas ? withLogins(context, others, cas) : others,
  };
}

function functionOf(
  { findings }: IniContext,
  section: Section,
  option: 'request_classifier' | 'challenge_decider',
  known: ReadonlyMap<string, string>,
): PlannedFunction | undefined {
  const found = section.options.get(option);
  if (!found) {
    findings.warn(
      'CONFIG_MISSING',
      { ...section.place, option },
      "is not there: repoze.who's middleware refuses that, its API does not. The default counts.",
    );
    return undefined;
  }
  const { value, place } = found;
  const entry = value.startsWith('@who/') ? undefined : entryPoint(value);
  const python = entry && entryName(entry);
  const ours = python === undefined ? value.replace(/^@who\/core:/, '') : known.get(python);
  if (ours !== undefined && (OWN_FUNCTIONS[option] as readonly string[]).includes(ours)) return { use: ours, place };
  if (python === undefined || /^repoze\b/.test(python)) {
    const names = [...known.keys(), ...OWN_FUNCTIONS[option].map((name) => `@who/core:${name}`)];
    findings.error('CONFIG_UNKNOWN', place, `There is no ${quoted(value)} here.${findings.hint(value, names)}`);
    return undefined;
  }
  const signature = option === 'request_classifier' ? '(exchange) => string' : '(exchange, response) => boolean';
  findings.warn(
    'CONFIG_DIFFERS',
    place,
    `A function of Python does not run here: give loadWho() a function ${signature} as values[${quoted(python)}].`,
  );
  return { use: python, place };
}

function remoteUserKey({ findings }: IniContext, section: Section): void {
  const key = section.options.get('remote_user_key');
  if (!key || key.value === 'REMOTE_USER') return;
  findings.warn(
    'CONFIG_DIFFERS',
    key.place,
    'counts for nothing here: a layer above sets "req.remoteUser" (@who/connect), whatever it is called in WSGI.',
  );
}

/** The pages that repoze.who.plugins.cas sends people away from, as policies of the CAS plugin. */
function withLogins(
  context: IniContext,
  plugins: readonly PlannedPart[],
  decider: PlannedPart,
): readonly PlannedPart[] {
  const ini = context.document.sections.get(`plugin:${decider.name}`);
  const option = ini && sectionOf(context, ini).options.get('path_login');
  const expressions =
    option?.value
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean) ?? [];
  if (!option || expressions.length === 0) return plugins;
  const policies: PlanValue[] = [];
  for (const expression of expressions) {
    try {
      new RegExp(expression);
      policies.push({ path: { regexp: `^(?:${expression})` }, ask: 'always' });
    } catch {
      context.findings.error('CONFIG_BAD_VALUE', option.place, 'has an expression that JavaScript does not read.');
    }
  }
  context.findings.warn(
    'CONFIG_DIFFERS',
    option.place,
    'Holds for paths; in Python for whole addresses, with the query.',
  );
  return plugins.map((part) =>
    part.use === '@who/plugin-cas' ? { ...part, options: { ...part.options, policies } } : part,
  );
}
