import type { Exchange } from '@who/core';
import { ENGLISH, type FormTexts } from './texts.js';

/** A language that the pages can be in. */
export interface FormLanguage {
  /** As HTML and `Accept-Language` name it, e.g. `de` or `pt-BR`. */
  readonly lang: string;
  /** `rtl` for Arabic, Hebrew and others that are written from the right. @default 'ltr' */
  readonly dir?: 'ltr' | 'rtl' | undefined;
  /** What is missing stays English. */
  readonly texts?: Partial<FormTexts> | undefined;
}

/** A language with all its texts. */
export interface Language {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly texts: FormTexts;
}

export function language({ lang, dir = 'ltr', texts }: FormLanguage): Language {
  return { lang, dir, texts: { ...ENGLISH, ...texts } };
}

/** The language that a browser prefers (RFC 9110, section 12.5.4); the first one where it prefers none of them. */
export function languageFor(exchange: Exchange, languages: readonly [Language, ...Language[]]): Language {
  const [first, ...others] = languages;
  if (others.length === 0) return first;
  for (const wanted of preferences(exchange.header('accept-language') ?? '')) {
    const found =
      languages.find(({ lang }) => lang.toLowerCase() === wanted) ??
      languages.find(({ lang }) => primary(lang) === primary(wanted));
    if (found) return found;
  }
  return first;
}

/** Language tags in lower case, the most wanted first. */
function preferences(header: string): string[] {
  return header
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .split(',')
    .map((item) => {
      const [tag = '', ...parameters] = item.split(';').map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}

const primary = (tag: string): string | undefined => tag.toLowerCase().split('-', 1)[0];

/** Browsers send less. */
const MAX_LENGTH = 500;
