import fc from 'fast-check';

/** Who is asked about, in which groups: names that a line of either file can have. */
export const USERS = ['alice', 'Alice', 'a b', 'x"y', "it's", 'b\\s', 'b\\\\s', 'josé', 'c,d', 'e!'] as const;
export const GROUPS = ['staff', 'Staff', 'a b', 'x"y', 'b\\s', 'josé', 'c,d', 'e!'] as const;

const times = (count: number, unit: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(unit, { minLength: count, maxLength: 3 }).map((parts) => parts.join(''));
const blank = fc.constantFrom(' ', ' ', '\t', '\v', '\f', '  ');
const some = times(1, blank);
const any = times(0, blank);

/** A name as somebody may write it, who knows more or less about quotes. */
const written = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...names), fc.nat({ max: 5 })).map(([name, way]) => {
    const quote = way === 1 || way === 2 ? '"' : "'";
    if (way > 4) return `"${name}`;
    if (way === 0) return name.replace(/[\\ ]/g, '\\$&');
    if (way === 4) return name;
    return quote + (way === 1 ? name.replace(/[\\"']/g, '\\$&') : name.replaceAll(quote, `\\${quote}`)) + quote;
  });

const odd = fc.string({ unit: fc.constantFrom(...'ab:"\'\\ \t#,!é'), maxLength: 12 });
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        any,
        fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...GROUPS) }, written(GROUPS)),
        any,
        fc.constantFrom(':', ':', ':', '::', ': :', ''),
        any,
        fc.array(fc.tuple(written(USERS), fc.oneof({ weight: 5, arbitrary: some }, fc.constant('')))),
      )
      .map(([before, group, behind, colon, between, members]) =>
        [before, group, behind, colon, between, ...members.flat()].join(''),
      ),
  },
  fc.tuple(any, fc.constant('#'), odd).map((parts) => parts.join('')),
  any,
  odd,
  fc.constantFrom(...GROUPS).map((group) => `${group}: ${'nobody '.repeat(1300)}alice`),
);

/** A file of lines with any ends, the last one with or without. */
const file = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n', '\r\n', '\\\n', '\\\r\n', ' \n', '\n\n', '\r')), {
    maxLength: 8,
  })
  .chain((lines) => {
    const text = lines.flat().join('');
    return fc.constantFrom(text, text.replace(/\n$/, ''));
  });

/** The same ones each time. */
export const generatedFiles = (count: number): readonly string[] => fc.sample(file, { numRuns: count, seed: 14 });
