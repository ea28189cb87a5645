import ts from 'typescript';
import type { Rule } from './rules.js';

/** How much code a package may have, and what to do about more. */
interface Limit {
  readonly lines: number;
  readonly advice: string;
}

/** An adapter that is built on another one. */
const thin = (base: string): Limit => ({
  lines: 150,
  advice: `an adapter for a framework translates. What others could use, too, belongs into its base, @who/${base}.`,
});

const LIMITS: Readonly<Record<string, Limit>> = {
  core: {
    lines: 1850,
    advice:
      'core is the engine and its contract. What secrets need belongs into @who/secrets, what cookies need into ' +
      '@who/cookies, what a server or a framework needs into its adapter, and what one plugin needs into that plugin.',
  },
  fastify: thin('connect'),
  hono: thin('fetch'),
  koa: thin('connect'),
};

export const sizeRules: Rule = ({ folder, sources }) => {
  const limit = LIMITS[folder];
  if (!limit) return [];
  const lines = sources.reduce((sum, { text }) => sum + linesOfCode(text), 0);
  return lines < limit.lines
    ? []
    : [`src has ${lines} lines of code, and has to have less than ${limit.lines}: ${limit.advice}`];
};

/** How many lines have more than blanks and comments. */
export function linesOfCode(text: string): number {
  const file = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(file);
    for (const child of children) visit(child);
    if (children.length > 0 || node.getWidth(file) === 0) return;
    const last = lineOf(node.getEnd());
    for (let line = lineOf(node.getStart(file)); line <= last; line++) lines.add(line);
  };
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line;
  visit(file);
  const all = text.split('\n');
  return [...lines].filter((line) => all[line]?.trim() !== '').length;
}
