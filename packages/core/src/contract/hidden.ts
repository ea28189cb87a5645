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
}

/** `util.inspect` and `console.log` look for this method. */
Object.defineProperty(Hidden.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Hidden): string {
    return this.toString();
  },
});
