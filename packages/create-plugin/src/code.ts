/** What of a TypeScript source is code: comments and texts in quotes are left out, templates stay. */
export function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$|'[^'\n]*'/gm, '');
}

/** Runs a function on the TypeScript in a document. */
export function inCodeBlocks(document: string, change: (code: string) => string): string {
  return document.replace(/(?<=^```ts\n)[\s\S]*?(?=^```$)/gm, change);
}
