import ts from 'typescript';

/**
 * Finds what is `any` in the exports of a module: an import that could not be resolved becomes one without a word, and
 * takes the checks of everything that it touches with it. Only declarations that `isOurs` accepts are looked into.
 *
 * @returns paths such as `createWho(options).plugins`
 */
export function findAny(
  checker: ts.TypeChecker,
  module: ts.Symbol,
  isOurs: (file: ts.SourceFile) => boolean,
): string[] {
  const found: string[] = [];
  const seen = new Set<ts.Type>();

  function visit(type: ts.Type, path: string): void {
    if (type.flags & ts.TypeFlags.Any) {
      found.push(path);
      return;
    }
    if (seen.has(type)) return;
    seen.add(type);
    for (const argument of type.aliasTypeArguments ?? []) visit(argument, `${path}<…>`);
    if (type.isUnionOrIntersection()) for (const part of type.types) visit(part, path);
    if (type.isTypeParameter()) {
      const constraint = checker.getBaseConstraintOfType(type);
      if (constraint) visit(constraint, `${path} extends`);
    }
    if (!(type.flags & ts.TypeFlags.Object)) return;
    if ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) {
      for (const argument of checker.getTypeArguments(type as ts.TypeReference)) visit(argument, `${path}<…>`);
    }
    const declarations = [...(type.symbol?.declarations ?? []), ...(type.aliasSymbol?.declarations ?? [])];
    if (!declarations.some((declaration) => isOurs(declaration.getSourceFile()))) return;
    for (const kind of [ts.SignatureKind.Call, ts.SignatureKind.Construct]) {
      for (const signature of checker.getSignaturesOfType(type, kind)) visitSignature(signature, path);
    }
    for (const { type: value } of checker.getIndexInfosOfType(type)) visit(value, `${path}[…]`);
    for (const property of checker.getPropertiesOfType(type)) visitSymbol(property, `${path}.${property.name}`);
  }

  function visitSignature(signature: ts.Signature, path: string): void {
    for (const parameter of signature.typeParameters ?? []) visit(parameter, `${path}<${parameter.symbol.name}>`);
    for (const parameter of signature.parameters) visitSymbol(parameter, `${path}(${parameter.name})`);
    visit(signature.getReturnType(), `${path}()`);
  }

  function visitSymbol(symbol: ts.Symbol, path: string): void {
    const declarations = symbol.declarations ?? [];
    // What is inherited from Node's or the language's own types is theirs.
    if (!declarations.every((declaration) => isOurs(declaration.getSourceFile()))) return;
    // TypeScript itself says `any` for these: private members have no type in a declaration file.
    if (declarations.some(isPrivate) || symbol.flags & ts.SymbolFlags.Prototype) return;
    visit(checker.getTypeOfSymbol(symbol), path);
  }

  // By their names, so that a type which several exports have is found in the same one, whatever their order is.
  const byName = checker.getExportsOfModule(module).sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const exported of byName) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (symbol.flags & ts.SymbolFlags.Value) visit(checker.getTypeOfSymbol(symbol), exported.name);
    if (symbol.flags & ts.SymbolFlags.Type) visit(checker.getDeclaredTypeOfSymbol(symbol), exported.name);
    // An import that leads nowhere: neither a value nor a type.
    if (!(symbol.flags & (ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace)))
      found.push(exported.name);
  }
  return found;
}

function isPrivate(declaration: ts.Declaration): boolean {
  const name = ts.getNameOfDeclaration(declaration);
  if (name && ts.isPrivateIdentifier(name)) return true;
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0;
}
