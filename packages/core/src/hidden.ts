/** What `util.inspect` looks for. */
const custom: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/**
 * Base of everything that must not be printed: `util.inspect`, `console.log`, string conversion and `JSON.stringify`
 * show the class and nothing else. The values stay readable to code that asks for them by name.
 */
export abstract class Hidden {
  toString(): string {
    return `[${this.constructor.name} (hidden)]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [custom](): string {
    return this.toString();
  }
}
