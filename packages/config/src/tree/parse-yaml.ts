import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Findings } from '../findings/finding.js';
import type { PlanValue } from '../plan/plan.js';
import { fromEntries } from './parse-json.js';
import { MAX_DEPTH, type Position, pathOf, type Tree } from './tree.js';

/** Reads YAML 1.2, of which only what JSON has, too, counts: no tags, no anchors, no other keys than texts. */
export function parseYaml(file: string, text: string, findings: Findings): Tree {
  const lines = new LineCounter();
  const positions = new Map<string, Position>();
  const positionOf = (at: number): Position => {
    const { line, col } = lines.linePos(at);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refuse = (at: number, message: string): undefined => {
    findings.error('CONFIG_SYNTAX', { file, ...positionOf(at) }, message);
    return undefined;
  };

  const read = (node: unknown, path: string, depth: number): PlanValue | undefined => {
    if (node === null || node === undefined) return null;
    const { range, anchor, tag } = node as Node & { readonly anchor?: string; readonly tag?: string };
    const at = range?.[0] ?? 0;
    if (!positions.has(path)) positions.set(path, positionOf(at));
    if (depth > MAX_DEPTH) return refuse(at, `Values are inside of each other more than ${MAX_DEPTH} deep.`);
    if (isAlias(node) || anchor !== undefined)
      return refuse(at, 'Anchors and aliases are not taken: write the value out.');
    if (tag !== undefined && !PLAIN_TAGS.has(tag)) return refuse(at, 'Tags are not taken.');
    if (isScalar(node)) {
      const value = scalarOf(node.value);
      return value === undefined ? refuse(at, 'Such a value is not taken: put it in quotes.') : value;
    }
    if (isSeq(node)) return node.items.map((item, i) => read(item, pathOf(path, i), depth + 1) ?? null);
    if (!isMap(node)) return refuse(at, 'Such a value is not taken.');
    const entries: [string, PlanValue][] = [];
    const seen = new Set<string>();
    for (const pair of node.items) {
      const key: unknown = isPair(pair) && isScalar(pair.key) ? pair.key.value : undefined;
      const start = (pair.key as Node | undefined)?.range?.[0] ?? at;
      if (typeof key !== 'string' || key === '<<') {
        refuse(start, 'Names have to be texts.');
        continue;
      }
      const own = pathOf(path, key);
      if (seen.has(key)) {
        findings.error('CONFIG_DUPLICATE', { file, ...positionOf(start), option: own }, 'stands a second time.');
      }
      seen.add(key);
      positions.set(own, positionOf(start));
      entries.push([key, read(pair.value, own, depth + 1) ?? null]);
    }
    return fromEntries(entries);
  };

  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      strict: true,
      // Its own way takes the square of their number.
      uniqueKeys: false,
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      logLevel: 'silent',
    });
    for (const { code, pos } of [...document.errors, ...document.warnings]) {
      // Messages of the parser quote the file.
      const message = SAYINGS[code] ?? `This is not YAML (${code}).`;
      findings.error('CONFIG_SYNTAX', { file, ...positionOf(pos[0]) }, message);
    }
    if (document.errors.length > 0) return { value: undefined, positions };
    return { value: read(document.contents, '', 0), positions };
  } catch (error) {
    // What is nested too deep ends the parser itself.
    const reason = error instanceof RangeError ? 'Values are inside of each other too deep.' : 'The parser gave up.';
    findings.error('CONFIG_SYNTAX', { file }, `This is not YAML that can be read. ${reason}`);
    return { value: undefined, positions };
  }
}

function scalarOf(value: unknown): PlanValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** What the parser itself gives to values. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(
  ['map', 'seq', 'str', 'int', 'float', 'bool', 'null'].map((kind) => `tag:yaml.org,2002:${kind}`),
);

const SAYINGS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Lines are indented by blanks, not by tabs.',
  BAD_INDENT: 'The line is indented otherwise than those that it belongs to.',
  MULTIPLE_DOCS: 'There is more than one document in the file.',
  TAG_RESOLVE_FAILED: 'Tags are not taken.',
  MISSING_CHAR: 'Something is missing here: a quote, a bracket, a ":" or a blank behind one.',
  BAD_ALIAS: 'Anchors and aliases are not taken: write the value out.',
};
