import { type IniDocument, type IniOption, type IniSection, rawValue } from './document.js';

/** Why `%` in a value stands for nothing that there is. */
export interface InterpolationProblem {
  readonly message: string;
}

/** The options of a section with those of `[DEFAULT]`, in Python's order. */
export function unitedOptions({ defaults }: IniDocument, section: IniSection): ReadonlyMap<string, IniOption> {
  return new Map([...defaults, ...section.options]);
}

/**
 * Replaces `%(name)s` and `%%` in a value, as Python's `BasicInterpolation` does.
 *
 * @param here what `%(here)s` is, unless the file has an option of that name
 * @param budget what all values of a file may cost together: values that name others ten deep could become as long as the
 *   memory is
 * @returns the text, or what is wrong with it, with no value in it
 */
export function interpolated(
  value: string,
  options: ReadonlyMap<string, IniOption>,
  here: string,
  budget: Budget = newBudget(),
): string | InterpolationProblem {
  const out: string[] = [];

  const add = (text: string): InterpolationProblem | undefined => {
    out.push(text);
    budget.length -= text.length;
    return budget.length < 0 ? { message: TOO_MUCH } : undefined;
  };

  const expand = (text: string, depth: number): InterpolationProblem | undefined => {
    if (depth > MAX_DEPTH) return { message: `goes more than ${MAX_DEPTH} values deep, or round in a circle` };
    let from = 0;
    while (from < text.length) {
      if (--budget.steps < 0) return { message: TOO_MUCH };
      const at = text.indexOf('%', from);
      const problem = add(text.slice(from, at === -1 ? undefined : at));
      if (problem || at === -1) return problem;
      from = at + 2;
      const next = text[at + 1];
      if (next === '%') {
        out.push('%');
      } else if (next === '(') {
        const end = text.indexOf(')', from);
        if (end <= from || text[end + 1] !== 's') return { message: 'has a "%(" that does not go on as "%(name)s"' };
        const failure = expandName(text.slice(from, end).toLowerCase(), depth);
        if (failure) return failure;
        from = end + 2;
      } else {
        return { message: 'has a "%" that is followed by neither "%" nor "("; a "%" itself is written "%%"' };
      }
    }
    return undefined;
  };

  const expandName = (name: string, depth: number): InterpolationProblem | undefined => {
    const option = options.get(name);
    const text = option ? rawValue(option) : name === 'here' ? here : undefined;
    if (text === undefined) {
      return {
        message: `names "%(${name.slice(0, 64)})s", which neither its section nor [DEFAULT] has; a "%" itself is written "%%"`,
      };
    }
    return text.includes('%') ? expand(text, depth + 1) : add(text);
  };

  return expand(value, 1) ?? out.join('');
}

const MAX_DEPTH = 10;
const TOO_MUCH = 'makes the values of the file far longer than the file';

/** What may still be done. */
export interface Budget {
  /** In characters. */
  length: number;
  steps: number;
}

/** For one file, which has no more than a mebibyte itself. */
export function newBudget(): Budget {
  return { length: 2_097_152, steps: 200_000 };
}
