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

/** Has `util.inspect` and `console.log` show what `toString` says: they look for this method. */
export function hide(prototype: Hidden): void {
  Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: Hidden): string {
      return this.toString();
    },
  });
}

hide(Hidden.prototype);
