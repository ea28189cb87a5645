import { Findings, type Place, quoted } from '../findings/finding.js';
import { words } from '../ini/python-text.js';
import { moduleOf, PACKAGES, SHARED } from '../plan/packages.js';
import type { PlannedPart, PlanValue } from '../plan/plan.js';
import { optionsOf, resolved, type Schema } from '../schema/schema.js';
import { parseJson } from '../tree/parse-json.js';
import type { Section, SectionOption } from './section.js';

/** A section whose `use` is a package of ours, or a module of Node's: its options are texts, and become what they have to be. */
export function ownPart(
  section: Section,
  name: string,
  use: SectionOption,
  findings: Findings,
): readonly PlannedPart[] {
  if (!moduleOf(use.value) && !Object.hasOwn(SHARED, use.value)) {
    const known = [...Object.keys(PACKAGES), ...Object.keys(SHARED)];
    findings.error('CONFIG_UNKNOWN', use.place, `There is no ${quoted(use.value)}.${findings.hint(use.value, known)}`);
    return [];
  }
  const schema = optionsOf(use.value);
  const known = new Map(Object.keys(schema?.properties ?? {}).map((option) => [plain(option), option]));
  const options: Record<string, PlanValue> = {};
  const places = new Map<string, Place>();
  for (const [option, { value, place }] of section.options) {
    if (option === 'use') continue;
    const ours = schema ? known.get(plain(option)) : camelCase(option);
    if (ours === undefined) {
      const hint = findings.hint(option, [...known.values()].map(snakeCase));
      findings.error('CONFIG_UNKNOWN', place, `is not an option of ${use.value}.${hint}`);
      continue;
    }
    places.set(ours, place);
    const made = madeOf(value, schema?.properties?.[ours]);
    if (made === undefined)
      findings.error('CONFIG_BAD_VALUE', place, `must be ${expected(schema?.properties?.[ours])}.`);
    else options[ours] = made;
  }
  return [{ name, use: use.value, options, place: section.place, places }];
}

/** Names in files are in lower case, and have `_` between words, or nothing. */
const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');
const camelCase = (name: string): string =>
  name.replace(/[_-]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What a text is where an option may be of these kinds; `undefined` where it is none of them. */
function madeOf(text: string, schema: Schema | undefined): PlanValue | undefined {
  if (/^[[{]/.test(text)) {
    const found = new Findings();
    const { value } = parseJson('', text, found);
    return found.hasErrors ? undefined : value;
  }
  if (!schema) return text;
  const kinds = kindsOf(schema);
  if (kinds.has('boolean') && TRUE.has(text.toLowerCase())) return true;
  if (kinds.has('boolean') && FALSE.has(text.toLowerCase())) return false;
  if (kinds.has('number') && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (kinds.has('null') && text.toLowerCase() === 'none') return null;
  if (kinds.has('array') && !(kinds.has('string') && words(text).length === 1)) return words(text);
  if (kinds.has('string')) return text;
  return kinds.has('object') && /^[\w:.@/-]+$/.test(text) ? { from: text } : undefined;
}

const TRUE: ReadonlySet<string> = new Set(['true', 'yes', 'on', '1']);
const FALSE: ReadonlySet<string> = new Set(['false', 'no', 'off', '0']);

function kindsOf(schema: Schema): ReadonlySet<string> {
  const { type, anyOf, enum: choices } = resolved(schema);
  const kinds = [type ?? [], ...(anyOf ?? []).map((one) => [...kindsOf(one)])].flat();
  const literals = (choices ?? []).map((choice) => (choice === null ? 'null' : typeof choice));
  return new Set([...kinds, ...literals]);
}

function expected(schema: Schema | undefined): string {
  const kinds = schema ? [...kindsOf(schema)] : [];
  const named = kinds.map((kind) => KINDS[kind] ?? kind);
  return named.length === 0 ? 'JSON' : named.join(', or ');
}

const KINDS: Readonly<Record<string, string>> = {
  boolean: '"true" or "false"',
  number: 'a number',
  string: 'a text',
  null: '"none"',
  array: 'words with blanks or new lines between them',
  object: 'a name of a value, or JSON',
};
