/** Text that is HTML already. Made by {@link html} only, so that everything else gets escaped. */
export interface Html {
  readonly markup: string;
}

type Part = string | Html | readonly Html[] | undefined;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function render(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/** A template for HTML. Texts put into it are escaped, for elements and for quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((markup, text, index) => markup + render(parts[index - 1]) + text) };
}
