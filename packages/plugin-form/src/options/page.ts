import { createHash } from 'node:crypto';
import { checkOptions, type OptionNames, parseUrl } from '@who/core';
import { PACKAGE } from '../errors.js';
import { type FormLanguage, type Language, language } from '../page/language.js';
import { STYLE } from '../page/style.js';
import { TEXT_NAMES } from '../page/texts.js';
import { check, checkPath, checkText } from './checks.js';

/** How the pages look, and what they say. */
export interface FormPageOptions {
  /** The application's name. @default the public URL's host */
  readonly title?: string | undefined;
  /** An image beside the name. @default the first letter of the name */
  readonly logo?: FormLogo | undefined;
  /** The languages to choose from by what the browser prefers; the first one where it prefers none. @default English */
  readonly languages?: readonly [FormLanguage, ...FormLanguage[]] | undefined;
  /** Links to other ways to sign in, below the form. @default none */
  readonly otherWays?: readonly FormOtherWay[] | undefined;
  /** More CSS, behind the page's own, whose colours are custom properties: `:root { --accent: #0a7d4f }`. @default none */
  readonly css?: string | undefined;
  /**
   * Origins besides the own one that a browser may be redirected to right after a form of these pages: where a logout
   * goes on to another server, for instance. Chrome follows no others. @default none
   */
  readonly formAction?: readonly string[] | undefined;
}

export interface FormLogo {
  /** A path of this origin, an absolute URL, or a `data:` URL of an image. */
  readonly src: string;
  /** What it shows, for people who do not see it. @default '', because the name stands beside it */
  readonly alt?: string | undefined;
}

export interface FormOtherWay {
  readonly text: string;
  /** Below the public URL. It is told in `came_from` where the sign-in began. */
  readonly path: string;
}

/** Options with their defaults. */
export interface PageSettings {
  readonly title: string | undefined;
  readonly logo: Required<FormLogo> | undefined;
  readonly languages: readonly [Language, ...Language[]];
  readonly otherWays: readonly FormOtherWay[];
  readonly style: string;
  /** Lets the style, the logo and the forms of the page through, and nothing else. */
  readonly policy: string;
}

const NAMES: OptionNames<FormPageOptions> = {
  title: true,
  logo: true,
  languages: true,
  otherWays: true,
  css: true,
  formAction: true,
};
const LOGO_NAMES: OptionNames<FormLogo> = { src: true, alt: true };
const LANGUAGE_NAMES: OptionNames<FormLanguage> = { lang: true, dir: true, texts: true };
const WAY_NAMES: OptionNames<FormOtherWay> = { text: true, path: true };

/** @throws {WhoError} BAD_OPTION */
export function resolvePage(options: FormPageOptions = {}): PageSettings {
  checkOptions(PACKAGE, options, NAMES);
  const { title, logo, languages = [{ lang: 'en' }], otherWays = [], css = '', formAction = [] } = options;
  check(Array.isArray(languages) && languages.length > 0, 'languages', 'must be a list of one or more languages.');
  check(Array.isArray(otherWays), 'otherWays', 'must be a list of links.');
  check(typeof css === 'string' && !/<\/style/i.test(css), 'css', 'must be CSS.');
  check(Array.isArray(formAction) && formAction.every(isOrigin), 'formAction', 'must be a list of origins.');
  const [first, ...others] = languages;
  const style = STYLE + css;
  const image = logo && checkLogo(logo);
  return {
    title: checkText('title', title),
    logo: image,
    languages: [checkLanguage(first), ...others.map(checkLanguage)],
    otherWays: otherWays.map(checkWay),
    style,
    policy: [
      "default-src 'none'",
      `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
      ...(image ? [`img-src ${imageSource(image.src)}`] : []),
      ["form-action 'self'", ...formAction].join(' '),
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

function checkLogo(logo: FormLogo): Required<FormLogo> {
  checkOptions(PACKAGE, logo, LOGO_NAMES);
  const { src, alt = '' } = logo;
  const isImage = typeof src === 'string' && /^(?:\/(?![/\\])|https?:\/\/|data:image\/)/i.test(src);
  check(
    isImage && parseUrl(src, ANY_ORIGIN) !== undefined,
    'logo',
    'must have a path, a URL or a "data:image/…" as "src".',
  );
  check(typeof alt === 'string', 'logo', 'must have a text as "alt".');
  return { src, alt };
}

function imageSource(src: string): string {
  const { protocol, origin } = new URL(src, ANY_ORIGIN);
  if (protocol === 'data:') return 'data:';
  return origin === ANY_ORIGIN ? "'self'" : origin;
}

function checkLanguage(given: FormLanguage): Language {
  checkOptions(PACKAGE, given, LANGUAGE_NAMES);
  const { lang, dir, texts } = given;
  check(isLanguageTag(lang), 'languages', `has ${JSON.stringify(lang)}, which is no language tag.`);
  check(dir === undefined || dir === 'ltr' || dir === 'rtl', 'languages', 'may have "ltr" and "rtl" as "dir".');
  if (texts !== undefined) {
    checkOptions(PACKAGE, texts, TEXT_NAMES);
    check(
      Object.values(texts).every((text) => typeof text === 'string'),
      'languages',
      'must have texts as "texts".',
    );
  }
  return language(given);
}

function isLanguageTag(lang: unknown): boolean {
  try {
    return typeof lang === 'string' && Intl.getCanonicalLocales(lang).length === 1;
  } catch {
    return false;
  }
}

function checkWay(way: FormOtherWay): FormOtherWay {
  checkOptions(PACKAGE, way, WAY_NAMES);
  checkText('otherWays', way.text);
  check(
    typeof way.text === 'string' && checkPath('otherWays', way.path) !== undefined,
    'otherWays',
    'must have a "text" and a "path" each.',
  );
  return { ...way };
}

const isOrigin = (origin: unknown): boolean => parseUrl(origin)?.origin === origin && /^https?:/.test(origin as string);

const ANY_ORIGIN = 'http://origin.invalid';
