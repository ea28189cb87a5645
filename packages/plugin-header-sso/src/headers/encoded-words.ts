/**
 * Decodes the encoded words of RFC 2047 in a text: `=?utf-8?q?Andr=C3=A9?=`. White space between two of them does not
 * count. What only looks like one stays as it is.
 *
 * @returns `undefined` where a word is in a charset that nobody knows, or its bytes are none of it
 * @example
 * decodedWords('=?utf-8?q?Andr=C3=A9?= =?utf-8?q?_L=C3=B6we?= (staff)'); // 'André Löwe (staff)'
 */
export function decodedWords(text: string): string | undefined {
  let decoded = '';
  let end = 0;
  /** Bytes of neighbours are read as one: some programs cut a character in two. */
  let pending: { readonly charset: string; readonly bytes: Buffer } | undefined;
  for (const match of text.matchAll(WORD)) {
    const [word, charset = '', encoding = '', content = ''] = match;
    const between = text.slice(end, match.index);
    end = match.index + word.length;
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : quotedBytes(content);
    if (pending?.charset === charset.toLowerCase() && between.trim() === '') {
      pending = { ...pending, bytes: Buffer.concat([pending.bytes, bytes]) };
      continue;
    }
    const before = pending && textOf(pending.bytes, pending.charset);
    if (pending && before === undefined) return undefined;
    decoded += (before ?? '') + (pending && between.trim() === '' ? '' : between);
    pending = { charset: charset.toLowerCase(), bytes };
  }
  if (!pending) return text;
  const last = textOf(pending.bytes, pending.charset);
  return last === undefined ? undefined : decoded + last + text.slice(end);
}

/** The `Q` encoding: `_` is a space, `=` and two hexadecimal digits a byte, the rest itself. */
function quotedBytes(content: string): Buffer {
  const bytes = content
    .replaceAll('_', ' ')
    .replace(/=([\dA-F]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1');
}

function textOf(bytes: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Charset, perhaps with a language behind `*`; encoding; content, in printable ASCII. */
const WORD = /=\?([\w.-]+)(?:\*[\w-]*)?\?([bq])\?([!->@-~]*)\?=/gi;
