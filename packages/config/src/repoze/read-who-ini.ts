import { type Findings, type Place, quoted } from '../findings/finding.js';
import { newBudget } from '../ini/interpolate.js';
import { parseIni } from '../ini/parse-ini.js';
import type { Plan, PlannedPart, ReadFile } from '../plan/plan.js';
import { entryName, entryPoint } from './entry-point.js';
import { CAS_DECIDER, FACTORIES } from './factories.js';
import { generalOf } from './general.js';
import { Mapping } from './mapping.js';
import { ordersOf } from './orders.js';
import { ownPart } from './own-part.js';
import { type IniContext, nearMiss, type Section, sectionOf } from './section.js';
import { settingsOf } from './who-section.js';

/**
 * Reads a who.ini as repoze.who does, and says what we do in its place.
 *
 * @param file how findings name it
 * @param here what `%(here)s` is: the folder of the file
 * @param given names of plugins that the application brings: their sections are passed over
 */
export function readWhoIni(
  file: string,
  text: string,
  here: string,
  findings: Findings,
  given: ReadonlySet<string>,
): ReadFile {
  const document = parseIni(file, text, findings);
  const context: IniContext = { document, file, here, findings, budget: newBudget() };
  if (document.defaults.size > MAX_DEFAULTS) {
    // Every section has all of them.
    findings.error('CONFIG_TOO_LARGE', { file, section: 'DEFAULT' }, `More than ${MAX_DEFAULTS} options are too many.`);
    return { plan: { ...NOTHING, file }, declared: new Set() };
  }
  const plugins: PlannedPart[] = [];
  const values: PlannedPart[] = [];
  for (const ini of context.document.sections.values()) {
    const miss = nearMiss(ini.name);
    const place: Place = { file, line: ini.line, section: ini.name };
    if (miss !== undefined)
      findings.warn('CONFIG_UNKNOWN', place, `The section ${miss}. It is passed over, as in Python.`);
    if (ini.name.startsWith('value:')) values.push(...partOf(context, sectionOf(context, ini), 'value:'));
    if (given.has(ini.name.slice('plugin:'.length))) continue;
    if (ini.name.startsWith('plugin:')) plugins.push(...partOf(context, sectionOf(context, ini), 'plugin:'));
  }
  const general = generalOf(context, plugins);
  const plan: Plan = {
    file,
    format: 'ini',
    ...settingsOf(context),
    values,
    plugins: general.plugins,
    orders: ordersOf(context, new Set(general.plugins.map(({ name }) => name))),
    requestClassifier: general.requestClassifier,
    challengeDecider: general.challengeDecider,
  };
  return { plan, declared: declaredIn(context) };
}

/** Names that stand there, whatever became of them. */
function declaredIn({ document }: IniContext): ReadonlySet<string> {
  const names = [...document.sections.keys()].filter((name) => name.startsWith('plugin:'));
  return new Set(names.map((name) => name.slice('plugin:'.length)));
}

const MAX_DEFAULTS = 100;

const NOTHING: Omit<Plan, 'file'> = {
  format: 'ini',
  publicUrl: undefined,
  challengeRequests: undefined,
  maxFormBytes: undefined,
  allowUnsafe: [],
  values: [],
  plugins: [],
  orders: { identifiers: [], authenticators: [], challengers: [], metadataProviders: [] },
  requestClassifier: undefined,
  challengeDecider: undefined,
  places: new Map(),
};

/** The part that a section describes; none where it has no `use`, or something is wrong with that. */
function partOf(context: IniContext, section: Section, prefix: string): readonly PlannedPart[] {
  const { findings } = context;
  const use = section.options.get('use');
  if (!use) {
    if (section.isWhole) findings.warn('CONFIG_MISSING', section.place, 'has no "use", so it counts for nothing.');
    return [];
  }
  const name = section.name.slice(prefix.length);
  if (name === '' || name !== name.trim() || /\s/.test(name)) {
    findings.warn(
      'CONFIG_BAD_VALUE',
      section.place,
      `The name ${quoted(name)} is empty or has blanks, so no order can name it.`,
    );
    return [];
  }
  if (use.value.startsWith('@who/') || prefix === 'value:') return ownPart(section, name, use, findings);
  const entry = entryPoint(use.value);
  if (!entry) {
    const hint = use.value.includes('\n') ? 'Its value goes on in the indented lines below.' : '';
    const comment = /\s[#;]/.test(use.value) ? 'A comment needs a line of its own.' : '';
    findings.error(
      'CONFIG_BAD_VALUE',
      use.place,
      `must be "module:factory", or a package such as "@who/plugin-cas". ${hint}${comment}`.trim(),
    );
    return [];
  }
  const python = entryName(entry);
  const factory = FACTORIES.get(python);
  if (factory) {
    const mapping = new Mapping(section, python, findings);
    return [factory(mapping)];
  }
  if (python === CAS_DECIDER) return [{ name, use: python, options: {}, place: section.place, places: new Map() }];
  if (entry.attribute === '') {
    findings.error('CONFIG_BAD_VALUE', use.place, 'must name a factory behind the module: "module:factory".');
    return [];
  }
  // Of Python's or, where somebody names one, of Node's.
  if (/^repoze\b/.test(python)) {
    findings.error(
      'CONFIG_UNKNOWN',
      use.place,
      `There is nothing for ${quoted(python)} here.${findings.hint(python, [...FACTORIES.keys()])}`,
    );
    return [];
  }
  return ownPart(section, name, { ...use, value: python }, findings);
}
