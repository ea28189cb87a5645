import MarkdownIt, { type RendererRule, type Token } from 'markdown-it';
import { escapeHtml } from '../page/escape.js';
import type { Page } from '../site/page.js';
import type { Highlight } from './highlight.js';
import { slugOf } from './includes.js';
import type { Links } from './links.js';

export interface Heading {
  readonly depth: number;
  readonly id: string;
  readonly text: string;
}

/** A page as HTML, without what surrounds it. */
export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** What search finds: the words below each heading. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly heading: Heading;
  text: string;
}

interface Environment {
  readonly page: Page;
  readonly headings: Heading[];
  readonly parts: Part[];
  readonly slugs: Map<string, number>;
  tables: number;
}

/** Makes a function that renders pages. */
export function createRender(links: Links, highlight: Highlight) {
  const markdown = new MarkdownIt({ html: true });
  const { rules } = markdown.renderer;
  const rule = (name: string, render: (tokens: Tokens, index: number, environment: Environment) => string): void => {
    rules[name] = ((tokens, index, _options, environment) =>
      render(tokens, index, environment as unknown as Environment)) satisfies RendererRule;
  };

  rule('fence', (tokens, index) => {
    const { info, content } = tokens[index] as Token;
    const [, language = '', name] = /^([\w-]*)(?: \[(.+)\])?/.exec(info) ?? [];
    const caption = name === undefined ? '' : `<figcaption>${escapeHtml(name)}</figcaption>`;
    const code = highlight(content.trimEnd(), language).replace('<pre ', `<pre aria-label="${label(language, name)}" `);
    return `<figure class="code${language === 'sh' ? ' is-shell' : ''}">${caption}${code}</figure>\n`;
  });
  rule('heading_open', (tokens, index, { headings, parts, slugs }) => {
    const { tag } = tokens[index] as Token;
    const text = textOf(tokens[index + 1]);
    const slug = slugOf(text);
    const count = slugs.get(slug) ?? 0;
    slugs.set(slug, count + 1);
    const heading = { depth: Number(tag.slice(1)), id: count === 0 ? slug : `${slug}-${count}`, text };
    headings.push(heading);
    parts.push({ heading, text: '' });
    return `<${tag} id="${escapeHtml(heading.id)}">`;
  });
  rule('heading_close', (tokens, index, { headings }) => {
    const { tag } = tokens[index] as Token;
    const { id = '', text = '' } = headings.at(-1) ?? {};
    const link = `<a class="anchor" href="#${escapeHtml(id)}" aria-label="Link to ${escapeHtml(text)}">#</a>`;
    return tag === 'h1' ? `</${tag}>\n` : ` ${link}</${tag}>\n`;
  });
  rule('link_open', (tokens, index, { page }) => {
    const token = tokens[index] as Token;
    const { href, isOutside } = links.resolve(String(token.attrGet('href')), page.path, page.source);
    token.attrSet('href', href);
    if (isOutside) token.attrSet('rel', 'noreferrer');
    return markdown.renderer.renderToken([...tokens], index, markdown.options);
  });
  rule('image', (tokens, index, { page }) => {
    const token = tokens[index] as Token;
    const source = links.picture(String(token.attrGet('src')), page.path, page.source);
    return `<img src="${source}" alt="${escapeHtml(token.content)}" loading="lazy">`;
  });
  // A wide table is moved by itself, by keyboard, too.
  rule('table_open', (_tokens, _index, environment) => {
    environment.tables++;
    return `<div class="table" tabindex="0" role="region" aria-label="Table ${environment.tables}"><table>\n`;
  });
  rule('table_close', () => '</table></div>\n');
  // Comments are for those who write.
  rule('html_block', (tokens, index) => (tokens[index] as Token).content.replace(/<!--.*?-->/gs, ''));

  return (page: Page): Rendered => {
    const environment: Environment = { page, headings: [], parts: [], slugs: new Map(), tables: 0 };
    const tokens = markdown.parse(page.markdown, environment as never);
    const html = markdown.renderer.render(tokens, markdown.options, environment as never);
    collectText(tokens, environment.parts);
    return { html, headings: environment.headings, parts: environment.parts };
  };
}

type Tokens = readonly Token[];

const label = (language: string, name: string | undefined): string =>
  escapeHtml(name ?? (language === 'sh' ? 'Commands' : 'Code'));

function textOf(token: Token | undefined): string {
  return (token?.children ?? []).map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('');
}

function collectText(tokens: Tokens, parts: readonly Part[]): void {
  let at = -1;
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') at++;
    const part = parts[at];
    if (!part || tokens[index - 1]?.type === 'heading_open') continue;
    if (token.type === 'inline') part.text += `${textOf(token)} `;
    if (token.type === 'fence') part.text += `${token.content} `;
  }
}
