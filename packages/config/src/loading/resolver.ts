import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Findings, type Place, quoted } from '../findings/finding.js';
import type { PlanValue } from '../plan/plan.js';
import { isObject, isRegexpValue, isValueReference, piecesOf } from '../plan/references.js';
import { resolved, type Schema } from '../schema/schema.js';

export interface ResolverOptions {
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly values: ReadonlyMap<string, unknown>;
  readonly findings: Findings;
}

/** Puts in what values of a plan stand for: variables, files, things of the application, regular expressions. */
export class Resolver {
  readonly #options: ResolverOptions;
  /** Files that texts have named, to look at when the file itself is looked at. */
  readonly files: Set<string>;

  constructor(options: ResolverOptions, files: Set<string> = new Set()) {
    this.#options = options;
    this.files = files;
  }

  /** The same, with what it finds elsewhere. */
  with(findings: Findings): Resolver {
    return resolverOf({ ...this.#options, findings }, this.files);
  }

  /** Whether there is something of that name. */
  has(name: string): boolean {
    return this.#options.values.has(name);
  }

  /** @param schema what the value may be; where there is none, everything that looks like a reference is one */
  value(value: PlanValue, schema: Schema | undefined, place: Place): unknown {
    if (typeof value === 'string') return this.text(value, place);
    if (Array.isArray(value)) {
      const items = schema && alternatives(schema).find(({ type }) => type === 'array')?.items;
      return value.map((item: PlanValue) => this.value(item, items, place));
    }
    if (!isObject(value)) return value;
    if (isValueReference(value) && names(schema, 'reference')) return this.reference(value.from, place);
    if (isRegexpValue(value) && names(schema, 'regexp')) return this.#regexp(value.regexp, value.flags, place);
    const own =
      schema && alternatives(schema).find(({ type, properties }) => type === 'object' && fits(value, properties));
    const entries = Object.entries(value).map(([name, inner]) => {
      const rest = own?.additionalProperties;
      const known = own?.properties && Object.hasOwn(own.properties, name) ? own.properties[name] : undefined;
      return [
        name,
        this.value(inner as PlanValue, known ?? (typeof rest === 'object' ? rest : undefined), place),
      ] as const;
    });
    return Object.fromEntries(entries);
  }

  /** A text with variables and files put in. */
  text(text: string, place: Place): string {
    const pieces = piecesOf(text).map((piece) => {
      if ('text' in piece) return piece.text;
      return 'variable' in piece ? this.#variable(piece.variable, place) : this.#file(piece.file, place);
    });
    return pieces.join('');
  }

  /** What a name stands for: something as a whole, or a member of it. */
  reference(name: string, place: Place): unknown {
    const { values, findings } = this.#options;
    if (values.has(name)) return values.get(name);
    const at = name.lastIndexOf('.');
    const owner = at > 0 && values.has(name.slice(0, at)) ? values.get(name.slice(0, at)) : undefined;
    const member = name.slice(at + 1);
    const found = isObject(owner) && Object.hasOwn(owner, member) ? owner[member] : undefined;
    if (typeof found === 'function') return found.bind(owner);
    if (found !== undefined) return found;
    const known = [...values.keys()];
    const hint = known.length > 0 ? findings.hint(name, known) : ' Give it to loadWho() in "values".';
    findings.error('CONFIG_MISSING', place, `There is no value ${quoted(name)}.${hint}`);
    return undefined;
  }

  #regexp(source: string, flags: string | undefined, place: Place): RegExp | undefined {
    try {
      return new RegExp(source, flags);
    } catch {
      this.#options.findings.error(
        'CONFIG_BAD_VALUE',
        place,
        'has a regular expression that JavaScript does not read.',
      );
      return undefined;
    }
  }

  #variable(name: string, place: Place): string {
    const value = this.#options.env[name];
    if (value) return value;
    const problem = value === undefined ? 'is not set' : 'is empty';
    this.#options.findings.error(
      'CONFIG_NO_SECRET',
      place,
      `The variable ${name} ${problem}. A "\${" that is meant as it stands is written "$\${".`,
    );
    return '';
  }

  #file(path: string, place: Place): string {
    const absolute = resolve(dirname(resolve(this.#options.file)), path);
    this.files.add(absolute);
    try {
      const text = readFileSync(absolute, 'utf8').replace(/\r?\n$/, '');
      if (text !== '') return text;
      this.#options.findings.error('CONFIG_NO_SECRET', place, `The file ${quoted(path)} is empty.`);
    } catch (error) {
      const { code = 'it fails' } = error as NodeJS.ErrnoException;
      this.#options.findings.error('CONFIG_NO_SECRET', place, `The file ${quoted(path)} cannot be read: ${code}.`);
    }
    return '';
  }
}

/** Whether a schema takes something that a definition is for. */
function names(schema: Schema | undefined, definition: string): boolean {
  if (!schema) return true;
  if (schema.$ref === `#/$defs/${definition}`) return true;
  return schema.anyOf?.some((one) => names(one, definition)) ?? false;
}

function alternatives(schema: Schema): readonly Schema[] {
  const found = resolved(schema);
  return found.anyOf?.flatMap(alternatives) ?? [found];
}

function fits(value: Readonly<Record<string, unknown>>, properties: Schema['properties'] = {}): boolean {
  const known = Object.keys(properties);
  return known.length === 0 || Object.keys(value).every((name) => known.includes(name));
}

/** Outside of the class: one that names itself is called otherwise when it is built. */
function resolverOf(options: ResolverOptions, files: Set<string>): Resolver {
  return new Resolver(options, files);
}
