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
  if (open) blocks.push({ file, line: open.line, language: open.language, text: open.lines.join('\n') });
  return blocks;
}

/** Every `@example` in the doc comments of a source file. One ends where the next tag or the comment does. */
export function examples(source: string, file: string): Block[] {
  const blocks: { readonly file: string; readonly line: number; readonly language: string; text: string }[] = [];
  let open = false;
  for (const [index, line] of source.split('\n').entries()) {
    const bare = line.replace(/\s*\*\/\s*$/, '');
    const [, tag, rest = ''] = bare.match(/^\s*\/?\*+ @(\w+)(.*)/) ?? [];
    // Some put a fence around an example; it is no code.
    const text = (tag ? rest : bare.replace(/^\s*\* ?/, '')).replace(/^\s*```.*/, '');
    if (tag) open = tag === 'example';
    if (tag && open) blocks.push({ file, line: index + 1, language: 'ts', text });
    else if (open) (blocks.at(-1) as { text: string }).text += `\n${text}`;
    if (line.includes('*/')) open = false;
  }
  return blocks;
}
