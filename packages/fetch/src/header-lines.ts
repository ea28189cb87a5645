/**
 * The header lines of a request, as far as they can be told: names in lower case, in the runtime's order.
 *
 * `Headers` joins lines of one name by `, `. Where that stands in a value, nobody can tell one line from several, so it
 * counts as several: there are never fewer lines than came. Cookies are joined by `; `, as browsers do it.
 */
export function headerLinesOf(headers: Headers): string[] {
  const lines: string[] = [];
  for (const [name, entry] of headers) {
    // Deno leaves empty lines out of entries. The lines of Set-Cookie are entries of their own.
    const value = name === 'set-cookie' ? entry : (headers.get(name) ?? entry);
    if (name === 'cookie') lines.push(name, value);
    else for (const line of value.split(JOINT)) lines.push(name, line);
  }
  return lines;
}

/** The space behind an empty last line may have been trimmed. */
const JOINT = /,(?:[ \t]|$)/;
