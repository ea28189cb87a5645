import { createHighlighterCore } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';

/** Makes coloured HTML of code, in the colours of both themes: the style sheet says which count. */
export type Highlight = (code: string, language: string) => string;

export async function createHighlight(): Promise<Highlight> {
  const highlighter = await createHighlighterCore({
    engine: createOnigurumaEngine(import('shiki/wasm')),
    themes: [
      import('shiki/themes/github-light-high-contrast.mjs'),
      import('shiki/themes/github-dark-high-contrast.mjs'),
    ],
    langs: [
      import('shiki/langs/apache.mjs'),
      import('shiki/langs/ini.mjs'),
      import('shiki/langs/javascript.mjs'),
      import('shiki/langs/json.mjs'),
      import('shiki/langs/nginx.mjs'),
      import('shiki/langs/python.mjs'),
      import('shiki/langs/shellscript.mjs'),
      import('shiki/langs/sql.mjs'),
      import('shiki/langs/typescript.mjs'),
      import('shiki/langs/xml.mjs'),
      import('shiki/langs/yaml.mjs'),
    ],
  });
  const known = new Set(highlighter.getLoadedLanguages());
  return (code, language) =>
    highlighter.codeToHtml(code, {
      lang: known.has(language) ? language : 'text',
      themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      defaultColor: false,
      // On a busy machine, a line would be left without its colours.
      tokenizeTimeLimit: 0,
    });
}
