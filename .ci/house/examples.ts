import { dirname } from 'node:path';
import ts from 'typescript';
import { root } from '../test/packages.js';
import type { Block } from './blocks.js';
import { createProgram, type VirtualFiles } from './program.js';
import { type Document, type Snippet, snippetsOf } from './snippets.js';
import type { Package } from './workspace.js';

export interface Checked {
  /** Everything that was compiled, the packages' sources included. */
  readonly program: ts.Program;
  /** By file and line. */
  readonly problems: readonly string[];
}

/**
 * Compiles every `ts` and `js` block and every `@example`, each as a module of its own, against the packages' sources,
 * and parses every `json` block. One program does for all, but for those that add to other modules: each of these gets
 * one of its own, so that no other block sees what it added.
 */
export function checkExamples(documents: readonly Document[], packages: readonly Package[]): Checked {
  const snippets = documents.flatMap((document) => snippetsOf(document, packages));
  const filesOf = (wanted: readonly Snippet[]): VirtualFiles => new Map(wanted.map(({ path, text }) => [path, text]));
  const plain = snippets.filter(({ augments }) => !augments);
  const sources = packages.flatMap(({ entries }) => [...entries.values()]);
  const program = createProgram(sources, filesOf(plain));
  const problems = snippets.flatMap((snippet) => {
    if (!snippet.augments) return problemsOf(snippet, program);
    const above = plain.filter(({ path }) => dirname(path) === dirname(snippet.path));
    return problemsOf(snippet, createProgram([], filesOf([...above, snippet]), program));
  });
  return { program, problems: [...documents.flatMap(jsonProblems), ...problems] };
}

function problemsOf({ block, path }: Snippet, program: ts.Program): string[] {
  const file = program.getSourceFile(path);
  const last = block.line + block.text.split('\n').length - 1;
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ start = 0, messageText }) => {
      const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      return at(block, Math.min(block.line + line, last), ts.flattenDiagnosticMessageText(messageText, '\n  '));
    },
  );
}

function jsonProblems({ blocks }: Document): string[] {
  return blocks
    .filter(({ language }) => language === 'json')
    .flatMap((block) => {
      try {
        JSON.parse(block.text);
        return [];
      } catch (error) {
        return [at(block, block.line, (error as Error).message)];
      }
    });
}

const at = ({ file }: Block, line: number, problem: string): string => `${file.replace(root, '')}:${line}: ${problem}`;
