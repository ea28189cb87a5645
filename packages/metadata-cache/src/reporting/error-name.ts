/**
 * The code or the name of an error, and nothing else of it: the messages of JSON parsers and the properties of
 * database errors quote the data, which is personal.
 */
export function nameOf(error: unknown): string {
  const { code, name } = Object(error) as { readonly code?: unknown; readonly name?: unknown };
  return (
    ([code, name].find((word) => typeof word === 'string' && /^\w{1,64}$/.test(word)) as string | undefined) ?? 'Error'
  );
}
