import { partsOfDsn } from '../loading/databases.js';
import { moduleOf } from '../plan/packages.js';
import { ORDERS, type Plan, type PlannedPart, type PlanValue } from '../plan/plan.js';
import { isObject, isRegexpValue, isValueReference, piecesOf } from '../plan/references.js';
import { Imports, literal } from './imports.js';

/** A module that makes the engine of a plan. What the application has to bring is imported from `./own.js`. */
export function typeScriptOf(plan: Plan): string {
  const writer = new Writer(plan);
  return writer.module();
}

class Writer {
  readonly #plan: Plan;
  readonly #imports: Imports;

  constructor(plan: Plan) {
    this.#plan = plan;
    // Names that are taken.
    this.#imports = new Imports(new Set(['who', ...plan.values.map(({ name }) => identifier(name))]));
  }

  module(): string {
    const { publicUrl, values, plugins, orders, requestClassifier, challengeDecider } = this.#plan;
    const createWho = this.#imports.name('@who/core', 'createWho');
    const declared = values.map((part) => `const ${identifier(part.name)} = ${this.#part(part, '')};\n`);
    const lines = [
      `publicUrl: ${publicUrl === undefined ? "'https://app.example.org'" : this.#value(publicUrl, '  ')},`,
      'plugins: {',
      ...plugins.map((part) => `  ${key(part.name)}: ${this.#part(part, '    ')},`),
      '},',
      ...ORDERS.filter((order) => orders[order].length > 0).map((order) => {
        const entries = orders[order].map(
          ({ plugin, only }): PlanValue => (only === undefined ? plugin : { plugin, only }),
        );
        return `${order}: ${this.#value(entries, '  ')},`;
      }),
      ...(requestClassifier ? [`requestClassifier: ${this.#function(requestClassifier.use)},`] : []),
      ...(challengeDecider ? [`challengeDecider: ${this.#function(challengeDecider.use)},`] : []),
      ...(this.#plan.challengeRequests === 'all' ? ["challengeRequests: 'all',"] : []),
      ...(this.#plan.maxFormBytes === undefined ? [] : [`maxFormBytes: ${this.#plan.maxFormBytes},`]),
    ];
    const body = `export const who = ${createWho}({\n${lines.map((line) => `  ${line}\n`).join('')}});\n`;
    return [this.#imports.text(), ...declared, body].filter((text) => text !== '').join('\n');
  }

  #part({ use, options }: PlannedPart, indent: string): string {
    const target = moduleOf(use);
    const factory = target ? this.#imports.name(target.module, target.name) : identifier(use);
    const entries = Object.entries(options).map(([name, value]) => {
      const made = use === '@who/plugin-sql' ? this.#sql(name, value, `${indent}  `) : undefined;
      return `${indent}  ${key(name)}: ${made ?? this.#value(value, `${indent}  `)},\n`;
    });
    return entries.length === 0 ? `${factory}()` : `${factory}({\n${entries.join('')}${indent}})`;
  }

  /** What the plugin wants of code: drivers, and the shapes of queries. */
  #sql(name: string, value: PlanValue, indent: string): string | undefined {
    if (!isObject(value)) return undefined;
    if (name === 'driver' && typeof value['dsn'] === 'string')
      return this.#postgres(this.#value(partsOfDsn(value['dsn']), indent));
    if (name === 'driver' && typeof value['url'] === 'string') return this.#database(value['url'], indent);
    if (name !== 'metadata') return undefined;
    const entries = Object.entries(value).map(([entry, query]) => {
      const [[shape, text] = []] = isObject(query) ? Object.entries(query) : [];
      const made =
        shape === undefined
          ? this.#value(query as PlanValue, indent)
          : `${this.#imports.name('@who/plugin-sql', shape)}(${this.#value(text as PlanValue, indent)})`;
      return `${indent}  ${key(entry)}: ${made},\n`;
    });
    return `{\n${entries.join('')}${indent}}`;
  }

  #database(url: string, indent: string): string {
    const text = this.#value(url, indent);
    const scheme = /^([a-z]+):/.exec(url)?.[1];
    if (scheme === 'mysql' || scheme === 'mariadb') {
      return `${this.#imports.name('@who/plugin-sql', 'mariadb')}(${this.#imports.name('mariadb', 'createPool')}(${text}))`;
    }
    if (scheme === 'sqlite') {
      const file = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
      return `${this.#imports.name('@who/plugin-sql', 'betterSqlite3')}(new ${this.#imports.name('better-sqlite3', 'default')}(${this.#value(file, indent)}))`;
    }
    return this.#postgres(`{ connectionString: ${text} }`);
  }

  #postgres(options: string): string {
    return `${this.#imports.name('@who/plugin-sql', 'pg')}(new ${this.#imports.name('pg', 'Pool')}(${options}))`;
  }

  #function(use: string): string {
    if (/^(?:default|apiAware|passThrough)[A-Z]/.test(use)) return this.#imports.name('@who/core', use);
    return this.#own(use);
  }

  #value(value: PlanValue, indent: string): string {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return `[${value.map((item: PlanValue) => this.#value(item, indent)).join(', ')}]`;
    if (isValueReference(value)) return this.#own(value.from);
    if (isRegexpValue(value)) return String(new RegExp(value.regexp, value.flags));
    if (!isObject(value)) return JSON.stringify(value);
    const entries = Object.entries(value).map(
      ([name, inner]) => `${key(name)}: ${this.#value(inner as PlanValue, indent)}`,
    );
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }

  /** Something of the file's `values`, or of the application. */
  #own(name: string): string {
    const [owner = '', ...members] = name.split('.');
    if (this.#plan.values.some((part) => part.name === owner))
      return (
        identifier(owner) +
        members
          .map((member) => `[${literal(member)}]`)
          .join('')
          .replace(/\['([A-Za-z_$][\w$]*)'\]/g, '.$1')
      );
    const exported = identifier(name.slice(Math.max(name.lastIndexOf(':'), name.lastIndexOf('.')) + 1));
    return this.#imports.name('./own.js', exported);
  }

  #text(text: string): string {
    const pieces = piecesOf(text);
    const [only] = pieces;
    if (pieces.every((piece) => 'text' in piece))
      return literal(pieces.map((piece) => ('text' in piece ? piece.text : '')).join(''));
    const expressions = pieces.map((piece) => {
      if ('text' in piece) return { text: piece.text };
      if ('variable' in piece) return { code: `process.env[${literal(piece.variable)}] ?? ''` };
      return { code: `${this.#imports.name('node:fs', 'readFileSync')}(${literal(piece.file)}, 'utf8').trimEnd()` };
    });
    if (pieces.length === 1 && only) return expressions[0]?.code ?? '';
    const inside = expressions.map(({ text: plain, code }) =>
      code === undefined ? escaped(plain ?? '') : `\${${code}}`,
    );
    return `\`${inside.join('')}\``;
  }
}

const escaped = (text: string): string => text.replace(/[\\`]|\$\{/g, '\\$&');
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));

/** A name that code can have. */
function identifier(name: string): string {
  const plain = name.replace(/[^\w$]+(\w)?/g, (_whole, letter: string | undefined) => letter?.toUpperCase() ?? '');
  return /^[A-Za-z_$]/.test(plain) ? plain : `_${plain}`;
}
