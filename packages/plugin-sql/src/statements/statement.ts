import { type Dialect, LEXICONS, type Lexicon } from './dialect.js';

/** A statement as a driver wants it. */
export interface Statement {
  /** With the driver's placeholders. */
  readonly text: string;
  /** The name of the parameter at each place. */
  readonly names: readonly string[];
}

/** The values of a statement's parameters, in the driver's order. */
export function bind({ names }: Statement, values: Readonly<Record<string, string>>): string[] {
  return names.map((name) => values[name] as string);
}

/**
 * Replaces named parameters (`:login`) by what a driver knows, but not in strings, quoted names and comments.
 *
 * @returns what is wrong with the statement, if something is
 */
export function compile(sql: string, dialect: Dialect): Statement | string {
  const lexicon = LEXICONS[dialect];
  const names: string[] = [];
  let text = '';
  let isOver = false;
  for (let at = 0; at < sql.length; ) {
    const parameter = match(PARAMETER, sql, at)?.slice(1);
    const opaque = parameter === undefined ? opaqueAt(lexicon, sql, at) : undefined;
    const piece = parameter === undefined ? (opaque ?? (sql[at] as string)) : `:${parameter}`;
    const isSilent = isComment(piece) || piece.trim() === '';
    if (isOver && !isSilent) return 'must be one statement.';
    if (parameter !== undefined) text += placeholder(lexicon, names, parameter);
    else if (opaque === undefined && match(lexicon.placeholder, sql, at)) {
      return 'must have parameters as ":name", and no other placeholders.';
    } else if (opaque === undefined && isOpening(piece, sql, at, dialect)) {
      return 'has a string, a name or a comment that does not end, or a backslash before a quote.';
    } else if (piece === ';') isOver = true;
    else text += piece;
    at += piece.length;
  }
  return { text, names };
}

const PARAMETER = /:[A-Za-z_]\w*/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function opaqueAt({ opaque, nests }: Lexicon, sql: string, at: number): string | undefined {
  return nests && sql.startsWith('/*', at) ? nestedComment(sql, at) : match(opaque, sql, at);
}

/** PostgreSQL has comments in comments. */
function nestedComment(sql: string, at: number): string | undefined {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = at;
  let depth = 0;
  for (let found = edge.exec(sql); found; found = edge.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return sql.slice(at, edge.lastIndex);
  }
  return undefined;
}

const isComment = (piece: string): boolean => /^(?:--|#|\/\*)/.test(piece);

/** What would have been matched, did it end. */
function isOpening(piece: string, sql: string, at: number, dialect: Dialect): boolean {
  if (piece === '`' || piece === '[') return dialect !== 'postgresql' && !(piece === '[' && dialect === 'mysql');
  return piece === "'" || piece === '"' || sql.startsWith('/*', at) || (piece === '$' && dialect === 'postgresql');
}

function placeholder({ repeats, placeholderAt }: Lexicon, names: string[], name: string): string {
  const known = repeats ? names.indexOf(name) : -1;
  return placeholderAt(known === -1 ? names.push(name) : known + 1);
}
