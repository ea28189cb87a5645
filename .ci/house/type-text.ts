import ts from 'typescript';

/**
 * The type of an option as a README shows it: as it is written, without `undefined` and `readonly`, and with unions of
 * literals in place of their names. A type parameter shows what it may be; a type that has one deep inside shows its
 * name only.
 */
export function typeText(node: ts.TypeNode, checker: ts.TypeChecker): string {
  const text = (child: ts.TypeNode): string => typeText(child, checker);
  if (ts.isParenthesizedTypeNode(node)) return isBare(node.type) ? text(node.type) : `(${text(node.type)})`;
  if (ts.isUnionTypeNode(node)) {
    const members = node.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
    const [only] = members;
    if (only && members.length === 1) return text(ts.isParenthesizedTypeNode(only) ? only.type : only);
    return members.map(text).join(' | ');
  }
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return text(node.type);
  if (ts.isArrayTypeNode(node)) {
    const item = text(node.elementType);
    return / (?:\||=>) /.test(item) && !/^[[({]/.test(item) ? `(${item})[]` : `${item}[]`;
  }
  if (ts.isFunctionTypeNode(node)) return `${signatureText(node, checker)} => ${resultText(node, checker)}`;
  if (ts.isTypeReferenceNode(node)) return referenceText(node, checker);
  return node.getText().replace(/\s+/g, ' ');
}

/** `(exchange: Exchange, code?: number)` */
export function signatureText(node: ts.SignatureDeclaration, checker: ts.TypeChecker): string {
  const parameters = node.parameters.map(({ name, type, questionToken, dotDotDotToken }) => {
    const mark = questionToken ? '?' : '';
    return `${dotDotDotToken ? '...' : ''}${name.getText()}${mark}${type ? `: ${typeText(type, checker)}` : ''}`;
  });
  return `(${parameters.join(', ')})`;
}

/** What a function returns: there `undefined` matters. */
export function resultText({ type }: ts.SignatureDeclaration, checker: ts.TypeChecker): string {
  if (!type) return 'void';
  const shown = typeText(type, checker);
  return ts.isUnionTypeNode(type) && type.types.some(isUndefined) ? `${shown} | undefined` : shown;
}

function referenceText(node: ts.TypeReferenceNode, checker: ts.TypeChecker): string {
  const name = node.typeName.getText();
  const [argument] = node.typeArguments ?? [];
  if (argument && TRANSPARENT.has(name)) return typeText(argument, checker);

  const type = checker.getTypeFromTypeNode(node);
  if (type.isTypeParameter()) {
    const constraint = ts.getEffectiveConstraintOfTypeParameter(
      type.symbol.declarations?.[0] as ts.TypeParameterDeclaration,
    );
    return constraint ? typeText(constraint, checker) : name;
  }
  const meaning = aliasedBy(node, checker);
  if (meaning && (ts.isFunctionTypeNode(meaning) || isLiterals(meaning))) return typeText(meaning, checker);
  const shown = node.typeArguments?.map((child) => argumentText(child, checker));
  return shown?.every((part) => part !== undefined) ? `${name}<${shown.join(', ')}>` : name;
}

/** `undefined` for what names a type parameter that only a type more to think about would explain. */
function argumentText(node: ts.TypeNode, checker: ts.TypeChecker): string | undefined {
  let clear = true;
  const visit = (child: ts.Node): void => {
    if (ts.isTypeReferenceNode(child)) {
      const type = checker.getTypeFromTypeNode(child);
      if (type.isTypeParameter() && !/^[a-z]+$/.test(typeText(child, checker))) clear = false;
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  if (!clear) return undefined;
  const shown = typeText(node, checker);
  return ts.isUnionTypeNode(node) && node.types.some(isUndefined) ? `${shown} | undefined` : shown;
}

const TRANSPARENT: ReadonlySet<string> = new Set(['Readonly', 'NoInfer']);

const isUndefined = ({ kind }: ts.TypeNode): boolean => kind === ts.SyntaxKind.UndefinedKeyword;

/** Whether a type reads the same without parentheses around it, wherever it stands. */
const isBare = (node: ts.TypeNode): boolean => !ts.isFunctionTypeNode(node) && !ts.isUnionTypeNode(node);

/** What a name without type arguments stands for, where it is another name for a type. */
function aliasedBy(node: ts.TypeReferenceNode, checker: ts.TypeChecker): ts.TypeNode | undefined {
  const symbol = checker.getSymbolAtLocation(node.typeName);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target?.declarations?.find(ts.isTypeAliasDeclaration);
  return declaration?.typeParameters ? undefined : declaration?.type;
}

const isLiterals = (node: ts.TypeNode): boolean => ts.isUnionTypeNode(node) && node.types.every(ts.isLiteralTypeNode);
