/** A piece of code in a document. */
export interface Block {
  /** The file that holds it. */
  readonly file: string;
  /** The line of its first line of code, counted from 1. */
  readonly line: number;
  /** `ts`, `json`, … */
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a Markdown file. */
export function fencedBlocks(markdown: string, file: string): Block[] {
  const blocks: Block[] = [];
  let open: { readonly fence: string; readonly language: string; readonly line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, fence = '', language = ''] = line.match(/^ {0,3}(`{3,}|~{3,})\s*([\w-]*)/) ?? [];
    if (!open) {
      if (fence) open = { fence, language, line: index + 2, lines: [] };
    } else if (fence.startsWith(open.fence) && line.trim() === fence) {
      blocks.push({ file, line: open.line, language: open.language, text: open.lines.join('\n') });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  return blocks;
}

/** Every `@example` in the doc comments of a source file. One ends where the next tag or the comment does. */
export function examples(source: string, file: string): Block[] {
  const blocks: Block[] = [];
  let open: { readonly line: number; lines: string[] } | undefined;
  for (const [index, line] of source.split('\n').entries()) {
    if (open && /^\s*\*(?:\/| @)/.test(line)) {
      blocks.push({ file, line: open.line, language: 'ts', text: open.lines.join('\n') });
      open = undefined;
    }
    if (/^\s*\* @example\s*$/.test(line)) open = { line: index + 2, lines: [] };
    else open?.lines.push(line.replace(/^\s*\* ?/, ''));
  }
  return blocks;
}
