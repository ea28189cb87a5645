import ts from 'typescript';
import { resultText, signatureText, typeText } from './type-text.js';

/** A row of an options table. */
export interface Option {
  /** `proxy.hops` for an option inside an option. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** From `@default`; `undefined` where the comment does not say. */
  readonly byDefault: string | undefined;
  /** The doc comment. */
  readonly effect: string;
  readonly declaration: ts.Declaration;
}

/** The options that a type has, with those that it inherits, in the order of the source. */
export function optionsOf(type: ts.Type, checker: ts.TypeChecker, prefix = ''): Option[] {
  const alternatives = type.isUnion() ? type.types : [type];
  const names = new Set(alternatives.flatMap((one) => inSourceOrder(one.getProperties()).map(({ name }) => name)));
  return [...names].flatMap((name) => {
    const found = alternatives.flatMap((one) => one.getProperty(name) ?? []);
    const [symbol] = found;
    const declaration = symbol?.declarations?.[0];
    if (!symbol || !declaration) return [];
    const isOptional = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.Optional) !== 0;
    const nested = nestedIn(declaration);
    const option = {
      name: prefix + name,
      type: nested ? 'object' : optionType(declaration, checker),
      required: found.length === alternatives.length && !found.some(isOptional),
      byDefault: defaultOf(symbol, checker),
      effect: oneLine(ts.displayPartsToString(symbol.getDocumentationComment(checker))),
      declaration,
    };
    return [option, ...(nested ? optionsOf(checker.getTypeFromTypeNode(nested), checker, `${prefix + name}.`) : [])];
  });
}

/**
 * Properties in the order of their source; interfaces in the order in which they come up. The compiler lists those of a
 * mapped type (`Omit`) in an order that depends on what else it has read.
 */
function inSourceOrder(properties: readonly ts.Symbol[]): ts.Symbol[] {
  const parentOf = ({ declarations }: ts.Symbol): ts.Node | undefined => declarations?.[0]?.parent;
  const placeOf = ({ declarations }: ts.Symbol): number => declarations?.[0]?.pos ?? 0;
  return [...new Set(properties.map(parentOf))].flatMap((parent) =>
    properties.filter((one) => parentOf(one) === parent).sort((one, other) => placeOf(one) - placeOf(other)),
  );
}

/** The table of some options, as Markdown. Nothing is aligned: a change of one option changes one line. */
export function optionsTable(options: readonly Option[]): string {
  const rows = options.map(({ name, type, required, byDefault = '', effect }) => {
    const cells = [`\`${name}\``, `\`${type}\``, required ? 'required' : defaultText(byDefault), effect];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| option | type | default | effect |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** What an option's doc comment leaves out. */
export function gapsOf({ name, required, byDefault, effect }: Option): string[] {
  return [
    ...(effect === '' ? [`"${name}" has no doc comment that says what it does`] : []),
    ...(required || byDefault ? [] : [`"${name}" has no @default in its doc comment`]),
  ];
}

/** The members of an option that is an object, where they are written out in place. */
function nestedIn(declaration: ts.Declaration): ts.TypeLiteralNode | undefined {
  if (!ts.isPropertySignature(declaration) || !declaration.type) return undefined;
  const { type } = declaration;
  const members = ts.isUnionTypeNode(type) ? type.types.filter((one) => one.getText() !== 'undefined') : [type];
  const [only] = members;
  return only && members.length === 1 && ts.isTypeLiteralNode(only) ? only : undefined;
}

function optionType(declaration: ts.Declaration, checker: ts.TypeChecker): string {
  if (ts.isMethodSignature(declaration)) {
    return `${signatureText(declaration, checker)} => ${resultText(declaration, checker)}`;
  }
  const type = ts.isPropertySignature(declaration) ? declaration.type : undefined;
  return type ? typeText(type, checker) : 'unknown';
}

function defaultOf(symbol: ts.Symbol, checker: ts.TypeChecker): string | undefined {
  const tag = symbol.getJsDocTags(checker).find(({ name }) => name === 'default');
  return tag && oneLine(ts.displayPartsToString(tag.text));
}

/** Code is shown as code; a default that is computed is told in words. */
function defaultText(byDefault: string): string {
  const [, code, words = ''] = byDefault.match(CODE) ?? [];
  return code ? `\`${code}\`${words}` : byDefault;
}

/** A literal, a function, a camelCase or dotted name; perhaps with a remark in parentheses. */
const CODE =
  /^('[^']*'|-?[\d_.]+|true|false|null|\[.*\]|\{.*\}|\(.*\) => .+|[a-z]\w*[A-Z]\w*|\w+(?:\.\w+)+)( \([^)]*\))?$/;

/** A doc comment as one line of Markdown: `{@link Name}` as code. */
function oneLine(comment: string): string {
  return comment
    .replace(/\{@link (\S+?)\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .trim();
}
