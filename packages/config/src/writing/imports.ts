/** A text as code. */
export const literal = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** The imports of a module that is being written. */
export class Imports {
  readonly #taken: Set<string>;
  /** By module, what is imported and how it is called. */
  readonly #modules = new Map<string, Map<string, string>>();

  constructor(taken: ReadonlySet<string>) {
    this.#taken = new Set(taken);
  }

  /** How something that a module exports is called here. */
  name(module: string, exported: string): string {
    const names = this.#modules.get(module) ?? new Map<string, string>();
    this.#modules.set(module, names);
    const known = names.get(exported);
    if (known !== undefined) return known;
    const wanted = exported === 'default' ? 'Database' : exported;
    let name = wanted;
    for (let i = 2; this.#taken.has(name); i++) name = `${wanted}${i}`;
    this.#taken.add(name);
    names.set(exported, name);
    return name;
  }

  text(): string {
    const modules = [...this.#modules].sort(([one], [other]) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1));
    return modules
      .map(([module, names]) => {
        const byDefault = names.get('default');
        const others = [...names].filter(([exported]) => exported !== 'default').sort();
        const list = others.map(([exported, name]) => (exported === name ? name : `${exported} as ${name}`));
        const what = [
          ...(byDefault === undefined ? [] : [byDefault]),
          ...(list.length > 0 ? [`{ ${list.join(', ')} }`] : []),
        ];
        return `import ${what.join(', ')} from ${literal(module)};\n`;
      })
      .join('');
  }
}

/** Node's first, the application's own last. */
const rankOf = (module: string): number => (module.startsWith('node:') ? 0 : module.startsWith('.') ? 2 : 1);
