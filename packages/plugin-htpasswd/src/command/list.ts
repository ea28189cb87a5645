import {
  createPasswords,
  type HashingOptions,
  type Kind,
  SALTED_SCHEMES,
  type Unusable,
  WEAK_SCHEMES,
} from '@who/passwords';
import { partsOf } from '../files/line-parts.js';
import { LineReader } from '../files/lines.js';
import type { PasswordText } from '../files/password-text.js';
import { kindOfStored, problemOf } from '../files/stored-hash.js';
import { fromUtf8 } from '../files/text-file.js';
import { resolveOptions } from '../options.js';
import { HTPASSWD_SCHEMES } from '../schemes.js';
import { isOutdated } from '../upgrades/outdated.js';
import { verifier } from '../verifier.js';

/** The lines of a file, each as name, form and what becomes of it; never a hash. */
export async function* listed({ joined, index }: PasswordText, hashing: HashingOptions): AsyncGenerator<string> {
  const fresh = await kindOfNew(hashing);
  const { kindOf } = verifier(resolveOptions({ file: '-', allow: [...SALTED_SCHEMES, ...WEAK_SCHEMES] }));
  const reader = new LineReader(joined);
  while (reader.read()) {
    const { start, nameEnd, hashStart, hashEnd } = partsOf(joined, reader.start, reader.end);
    const name = fromUtf8(joined.toString('latin1', start, nameEnd));
    const kind = kindOfStored(joined.toString('latin1', hashStart, hashEnd), kindOf);
    const problem = name === undefined ? 'user name is not UTF-8' : undefined;
    const state = index.isFirst(start, nameEnd) ? stateOf(kind, fresh) : 'not the first line of this name';
    yield `${printable(name ?? `(line ${reader.number})`)}\t${formOf(kind)}\t${problem ?? state}\n`;
  }
}

async function kindOfNew(hashing: HashingOptions): Promise<Kind> {
  const passwords = createPasswords({ hashing });
  try {
    return passwords.kindOf(await passwords.hash('any')) as Kind;
  } finally {
    passwords.close();
  }
}

function stateOf(kind: Kind | Unusable, fresh: Kind): string {
  if ('code' in kind) return `never matches: ${problemOf(kind)}`;
  if (!HTPASSWD_SCHEMES.includes(kind.scheme)) return 'outdated; matches only where "allow" names it';
  return isOutdated(kind, fresh) ? 'outdated' : 'current';
}

function formOf(kind: Kind | Unusable): string {
  if ('code' in kind) return '-';
  return kind.cost === 0 ? kind.scheme : `${kind.scheme}, cost ${kind.cost}`;
}

/** A terminal would obey some characters, and others end a column. */
const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);
