/** What a database takes for a string, a name or a comment. */
export type Dialect = 'postgresql' | 'mysql' | 'sqlite';

/** How the parts of a statement look in which a colon begins no parameter. Each matches where it is looked for. */
export interface Lexicon {
  /** Strings, quoted names, comments and words: whatever stands in them is passed on. */
  readonly opaque: RegExp;
  /** Whether comments stand in comments. */
  readonly nests: boolean;
  /** What the driver would take for a parameter. */
  readonly placeholder: RegExp;
  /** The placeholder of the parameter that is the so-manyth one, from 1 on. */
  placeholderAt(index: number): string;
  /** Whether a parameter that occurs again is the same one for the driver. */
  readonly repeats: boolean;
}

/** Words, with the figures and dollar signs that may be in them: in `a$b$` begins no string. */
const WORD = String.raw`[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*`;
const BLOCK = String.raw`\/\*[\s\S]*?\*\/`;
const anyOf = (...patterns: readonly string[]): RegExp => new RegExp(patterns.join('|'), 'uy');

/**
 * With the escapes of MySQL or without, depending on `sql_mode`: a backslash before a quote is in no string that both
 * read alike, so it is in none here.
 */
const mysqlString = (quote: string): string =>
  String.raw`${quote}(?:[^${quote}\\]|${quote}${quote}|\\\\|\\[^${quote}\\])*${quote}`;

const marks = { placeholder: /\?/y, placeholderAt: () => '?', repeats: false } as const;

export const LEXICONS: Readonly<Record<Dialect, Lexicon>> = {
  // PostgreSQL's manual, section 4.1.
  postgresql: {
    opaque: anyOf(
      String.raw`[eE]'(?:[^'\\]|''|\\[\s\S])*'`,
      "'(?:[^']|'')*'",
      '"(?:[^"]|"")*"',
      String.raw`\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?\$\1\$`,
      String.raw`--[^\r\n]*`,
      '::|:=',
      WORD,
    ),
    nests: true,
    placeholder: /\$\d+/y,
    placeholderAt: (index) => `$${index}`,
    repeats: true,
  },
  // MariaDB's and MySQL's manuals, "Comment Syntax" and "String Literals".
  mysql: {
    opaque: anyOf(
      mysqlString("'"),
      mysqlString('"'),
      '`(?:[^`]|``)*`',
      String.raw`--(?=\s|$)[^\r\n]*`,
      String.raw`#[^\r\n]*`,
      BLOCK,
      ':=',
      WORD,
    ),
    nests: false,
    ...marks,
  },
  // SQLite's "SQL As Understood By SQLite", and its tokenizer.
  sqlite: {
    opaque: anyOf(
      "'(?:[^']|'')*'",
      '"(?:[^"]|"")*"',
      '`(?:[^`]|``)*`',
      String.raw`\[[^\]]*\]`,
      String.raw`--[^\r\n]*`,
      BLOCK,
      WORD,
    ),
    nests: false,
    ...marks,
    placeholder: /[?@$#][\w:]*/y,
  },
};
