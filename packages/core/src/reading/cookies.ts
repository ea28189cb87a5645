/**
 * The values that a `Cookie` header gives for a name, in order, as they were sent: neither unquoted nor decoded.
 * Names are compared exactly (RFC 6265); a pair without `=` has no name and is passed over.
 */
export function cookieValues(header: string, name: string): readonly string[] {
  if (!header.includes(name)) return [];
  let values: string[] | undefined;
  let start = 0;
  while (start < header.length) {
    let end = header.indexOf(';', start);
    if (end === -1) end = header.length;
    while (isBlank(header.charCodeAt(start))) start++;
    const equals = start + name.length;
    if (header.charCodeAt(equals) === EQUALS && equals < end && header.startsWith(name, start)) {
      const value = header.slice(equals + 1, end).trim();
      // To push the first would make room for seventeen.
      if (values === undefined) values = [value];
      else values.push(value);
    }
    start = end + 1;
  }
  return values ?? [];
}

const EQUALS = 0x3d;
const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;
