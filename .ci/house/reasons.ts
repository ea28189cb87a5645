import ts from 'typescript';

/** A reason as `src/reasons.ts` writes it down. */
interface Written {
  readonly code: string;
  readonly text: string;
  readonly hint: string;
}

/**
 * Writes the table of reasons of a README, which stands between `<!-- reasons -->` and `<!-- end reasons -->`, from the
 * package's `src/reasons.ts`.
 *
 * @param source what is in that file; `undefined` where the package has none
 * @returns the README as it should be, and what only a person can mend
 */
export function writeReasons(
  readme: string,
  source: string | undefined,
): { text: string; problems: readonly string[] } {
  const hasTable = TABLE.test(readme);
  const reasons = source === undefined ? [] : reasonsIn(source);
  if (reasons.length > 0 === hasTable) {
    return { text: readme.replace(TABLE, () => `${BEGIN}\n\n${tableOf(reasons)}\n\n${END}`), problems: [] };
  }
  const problem = hasTable
    ? 'there is a table of reasons, and no reason in src/reasons.ts.'
    : `the reasons of src/reasons.ts have no table: put "${BEGIN}" and "${END}" in.`;
  return { text: readme, problems: [problem] };
}

/** Every `CODE: { text, hint }` of a source, in order. Texts are plain literals: they are the same for all requests. */
function reasonsIn(source: string): Written[] {
  const found: Written[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isObjectLiteralExpression(node.initializer)) {
      const said = new Map(node.initializer.properties.map(textOf));
      const text = said.get('text');
      if (text !== undefined) found.push({ code: node.name.getText(), text, hint: said.get('hint') ?? '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('reasons.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

function textOf(property: ts.ObjectLiteralElementLike): [name: string, text: string | undefined] {
  const value = ts.isPropertyAssignment(property) ? property.initializer : undefined;
  const isText = value !== undefined && ts.isStringLiteralLike(value);
  return [property.name?.getText() ?? '', isText ? value.text : undefined];
}

/** Nothing is aligned: a change of one reason changes one line. */
function tableOf(reasons: readonly Written[]): string {
  const rows = reasons.map(({ code, text, hint }) => {
    const cells = [`\`${code}\``, text, hint].map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;'));
    return `| ${cells.join(' | ')} |`;
  });
  return ['| reason | what it says | what can be done |', '| --- | --- | --- |', ...rows].join('\n');
}

const BEGIN = '<!-- reasons -->';
const END = '<!-- end reasons -->';
const TABLE = /<!-- reasons -->\n.*?<!-- end reasons -->/s;
