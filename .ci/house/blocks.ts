/** A piece of code in a document. */
export interface Block {
  /** The file that holds it. */
  readonly file: string;
  /** The line of its first line of code, counted from 1. */
  readonly line: number;
  /** `ts`, `json`, … */
  readonly language: string;
  readonly text: string;
  /** What the comment right above it says on how it is run: `<!-- run: … -->`. */
  readonly run?: string | undefined;
}

/** The fenced blocks of a Markdown file. */
export function fencedBlocks(markdown: string, file: string): Block[] {
  const blocks: Block[] = [];
  let open: (Omit<Block, 'file' | 'text'> & { readonly fence: string; readonly lines: string[] }) | undefined;
  let run: string | undefined;
  const close = ({ fence: _, lines, ...block }: NonNullable<typeof open>) =>
    blocks.push({ file, ...block, text: lines.join('\n') });
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, fence = '', language = ''] = line.match(/^ {0,3}(`{3,}|~{3,})\s*([\w-]*)/) ?? [];
    if (!open) {
      if (fence) open = { fence, language, line: index + 2, lines: [], ...(run !== undefined && { run }) };
      run = line.trim() === '' ? run : line.match(/^<!-- run: (.*) -->$/)?.[1];
    } else if (fence.startsWith(open.fence) && line.trim() === fence) {
      close(open);
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  if (open) close(open);
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
