/**
 * Other spellings of a name, which some backends take for the same one: directories and databases pass over case, blanks,
 * accents, width, ligatures and what cannot be seen; some cut at a NUL, or read numbers.
 */
export function otherSpellings(name: string): string[] {
  const inside = (text: string): string => name.slice(0, 1) + text + name.slice(1);
  const spellings = [
    name.toUpperCase(),
    name.toLowerCase(),
    name.slice(0, 1).toUpperCase() + name.slice(1),
    ` ${name}`,
    `${name} `,
    `${name}   `,
    `\t${name}`,
    `${name}\n`,
    name.replaceAll(' ', '  '),
    name.replaceAll(' ', '\u00a0'),
    name.normalize('NFC'),
    name.normalize('NFD'),
    name.normalize('NFKC'),
    name.normalize('NFD').replace(/\p{Mark}/gu, ''),
    inside('\u0301'),
    inside('\u00ad'),
    inside('\u200b'),
    `\ufeff${name}`,
    name.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + FULL_WIDTH)),
    name.replaceAll('s', '\u017f'),
    name.replaceAll('k', '\u212a'),
    name.replaceAll('i', '\u0131'),
    name.replaceAll('fi', '\ufb01'),
    name.replaceAll('ss', '\u00df'),
    name.replaceAll('ß', 'ss'),
    `${name}\0`,
    `${name}\0x`,
    `\0${name}`,
    inside('\0'),
    `0${name}`,
    `+${name}`,
    `${name}.0`,
    `${name}e0`,
    `${name}.`,
    `"${name}"`,
    name.slice(0, -1),
    `${name}${name}`,
    name.repeat(1000),
  ];
  return [...new Set(spellings)].filter((spelling) => spelling !== name);
}

/** What somebody types who hopes that a name is read as a pattern, or as a part of a question. None is a name of anybody. */
export function patternsFor(name: string): string[] {
  const first = name.slice(0, 1);
  const hex = (text: string): string => [...Buffer.from(text)].map((byte) => `\\${byte.toString(16)}`).join('');
  return [
    '*',
    `${first}*`,
    `*${name.slice(1)}`,
    `${name}*`,
    '%',
    `${first}%`,
    '_'.repeat(name.length),
    `${hex(first)}${name.slice(1)}`,
    hex(name),
    `${name})(uid=*`,
    `*)(uid=*))(|(uid=*`,
    `${name})(|(objectClass=*)`,
    `uid=${name}`,
    `${name},dc=example,dc=org`,
    `${name}+cn=${name}`,
    `${name}' --`,
    `' OR '1'='1`,
    `${name}' OR 'a'='a`,
    `${name}\\' OR 1=1 -- `,
    `${name}:`,
    `:${name}`,
    `^${name}$`,
    '.*',
    '[object Object]',
    'undefined',
    'null',
  ];
}

const FULL_WIDTH = 0xff01 - 0x21;
