import { quoted } from '../findings/finding.js';
import type { OrderName, PlannedEntry } from '../plan/plan.js';
import { type IniContext, sectionOf, type Word, wordsOf } from './section.js';

/** Orders by the names of their sections. */
const SECTIONS: Readonly<Record<string, OrderName>> = {
  identifiers: 'identifiers',
  authenticators: 'authenticators',
  challengers: 'challengers',
  mdproviders: 'metadataProviders',
};

/** The orders of the file. A section that is missing is an empty order. */
export function ordersOf(
  context: IniContext,
  plugins: ReadonlySet<string>,
): Record<OrderName, readonly PlannedEntry[]> {
  const orders: Record<OrderName, readonly PlannedEntry[]> = {
    identifiers: [],
    authenticators: [],
    challengers: [],
    metadataProviders: [],
  };
  for (const [name, order] of Object.entries(SECTIONS)) orders[order] = orderIn(context, name, plugins);
  return orders;
}

function orderIn(context: IniContext, name: string, plugins: ReadonlySet<string>): readonly PlannedEntry[] {
  const { document, findings } = context;
  const ini = document.sections.get(name);
  if (!ini) return [];
  const section = sectionOf(context, ini);
  for (const [option, { place }] of section.options) {
    if (option === 'plugins' || !ini.options.has(option)) continue;
    findings.warn('CONFIG_UNKNOWN', place, `counts for nothing here.${findings.hint(option, ['plugins'])}`);
  }
  if (!section.options.has('plugins') && section.isWhole) {
    findings.error('CONFIG_MISSING', section.place, 'needs the option "plugins"; "plugins =" for none.');
  }
  const entries = new Map<string, PlannedEntry>();
  for (const word of wordsOf(context, section, 'plugins')) add(entries, word, context, plugins);
  return [...entries.values()];
}

function add(
  entries: Map<string, PlannedEntry>,
  word: Word,
  { findings }: IniContext,
  plugins: ReadonlySet<string>,
): void {
  const { text, place } = word;
  const [plugin = '', classification, ...others] = text.split(';');
  if (others.length > 0) {
    findings.error(
      'CONFIG_BAD_VALUE',
      place,
      `${quoted(text)} has two classifications: an entry is "name" or "name;classification".`,
    );
    return;
  }
  if (/^[#;]/.test(text) || plugin === '') {
    findings.error(
      'CONFIG_BAD_VALUE',
      place,
      'has a comment in a line with something else: it needs a line of its own. Behind "name;" no blank may follow.',
    );
    return;
  }
  const twice = entries.has(plugin);
  const isKnown = plugins.has(plugin);
  if (twice) {
    findings.error(
      'CONFIG_DUPLICATE',
      place,
      `${quoted(plugin)} stands twice: give it all its classifications by two plugins, or none.`,
    );
    return;
  }
  if (!isKnown && plugin.includes(':')) {
    findings.error(
      'CONFIG_UNKNOWN',
      place,
      `${quoted(plugin)} has to be a section of its own: [plugin:NAME] with "use".`,
    );
    return;
  }
  if (!classification) {
    entries.set(plugin, { plugin, place });
    if (classification === '')
      findings.warn('CONFIG_DIFFERS', place, `${quoted(text)} counts for every request: leave out the ";".`);
    return;
  }
  const only = [...new Set(classification.split(/[,|:+/]/).filter(Boolean))];
  entries.set(plugin, { plugin, only: only.length > 0 ? only : [classification], place });
  if (only.length > 1) {
    findings.warn(
      'CONFIG_DIFFERS',
      place,
      `Counts for ${only.map(quoted).join(' and ')}, of which Python finds the one in the text.`,
    );
  }
  for (const one of only) {
    const inside = CLASSIFICATIONS.find((known) => known !== one && one.includes(known));
    if (inside === undefined) continue;
    findings.warn(
      'CONFIG_DIFFERS',
      place,
      `Counts for ${quoted(one)} to the letter; Python finds ${quoted(inside)} in it, too.`,
    );
  }
}

/** Those of repoze.who's classifier. */
const CLASSIFICATIONS = ['browser', 'dav', 'xmlpost'];
