/**
 * Finds the ticket in a cookie's value, as mod_auth_pubtkt does: URL-encoded, with `+` for a blank, with or without
 * double quotes, or one of them.
 *
 * @param value the value as it was sent, one character for each byte (latin1)
 * @returns the ticket's bytes, unverified; `undefined` where the encoding is broken or has a NUL
 */
export function decodeCookieValue(value: string): string | undefined {
  const start = value.startsWith('"') ? 1 : 0;
  const end = value.length > start && value.endsWith('"') ? value.length - 1 : value.length;
  const bare = value.slice(start, end).replaceAll('+', ' ');
  if (/%(?:00|(?![0-9a-f]{2}))/i.test(bare)) return undefined;
  return bare.replace(/%(..)/g, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * Writes a ticket the way its other readers do, URL-encoded.
 *
 * @param ticket the ticket's bytes, one character for each (latin1)
 */
export function encodeCookieValue(ticket: string): string {
  return ticket.replace(/[^\w.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
