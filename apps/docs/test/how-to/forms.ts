/** The hidden fields of a form. */
export function fieldsIn(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag);
  return Object.fromEntries(inputs.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]));
}

/** Where a form leads. */
export const actionOf = (page: string): string => attribute(/<form[^>]*>/.exec(page)?.[0] ?? '', 'action');

const attribute = (tag: string, name: string): string =>
  (new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
    .replaceAll('&amp;', '&')
    .replaceAll('&#x3a;', ':')
    .replaceAll('&#x2f;', '/');
