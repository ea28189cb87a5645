import { Script } from 'node:vm';
import { codeOf, inCodeBlocks } from './code.js';
import type { Files } from './files.js';
import type { PluginName } from './names.js';

/** Writes a plugin's name wherever the template has its own, `sesame`, in the way in which it is written there. */
export function rename(text: string, name: PluginName): string {
  return (
    text
      .replaceAll('@who/plugin-sesame', name.package)
      // Of the name of a file or a host; those of functions are not followed by an extension.
      .replace(/sesame(?=[\w-]*\.(?:js|ts|test|example)\b)/g, name.kebab)
      .replaceAll('X-Sesame', `X-${name.train}`)
      .replaceAll('x-sesame', `x-${name.kebab}`)
      .replaceAll('X-SESAME', `X-${name.kebab.toUpperCase()}`)
      .replaceAll('SESAME', name.snake.toUpperCase())
      .replace(/(?<=who_|\/login\/)sesame/g, name.snake)
      .replaceAll('Sesame', name.pascal)
      .replaceAll('sesame', name.camel)
  );
}

/**
 * Whether a plugin cannot have this name, because JavaScript or the template has it for something else: a plugin
 * called `connect` would import `connect`, one called `options` would have two files `options.ts`.
 */
export function isTaken(name: PluginName, template: Files): boolean {
  const words = new Set<string>(template.keys());
  const collect = (code: string): string => {
    for (const [word] of codeOf(code)
      .replace(/`[^`]*`/g, '')
      .matchAll(/[\w$]+/g))
      words.add(word);
    return code;
  };
  for (const [path, text] of template) {
    if (path.endsWith('.ts')) collect(text);
    else inCodeBlocks(text, collect);
  }
  const own = [...words].filter((word) => /sesame/i.test(word));
  return isReserved(name.camel) || own.some((word) => rename(word, name) !== word && words.has(rename(word, name)));
}

function isReserved(word: string): boolean {
  try {
    new Script(`'use strict'; const ${word} = 0;`);
    return false;
  } catch {
    return true;
  }
}
