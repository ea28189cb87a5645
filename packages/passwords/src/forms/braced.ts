/** A name in braces, in capitals, and what stands behind it: `{SSHA}…`, in whatever case. */
export function braced(text: string): { readonly name: string; readonly rest: string } | undefined {
  const [start, name] = BRACED.exec(text) ?? [];
  if (start === undefined || name === undefined) return undefined;
  return { name: name.toUpperCase(), rest: text.slice(start.length) };
}

const BRACED = /^\{([A-Za-z0-9@._-]{1,40})\}/;
