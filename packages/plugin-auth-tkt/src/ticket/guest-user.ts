/**
 * Tells the names of guests, as mod_auth_tkt makes them of its TKTAuthGuestUser: the first `%U` stands for a UUID, `%12U`
 * for the first 12 characters of one, `%0U` and `%40U` for all 36. A single character in front of it is lost there.
 */
export function guestNames(pattern: string): (userid: string) => boolean {
  const [placeholder, digits] = /%(\d*)U/.exec(pattern) ?? [];
  if (placeholder === undefined) return (userid) => userid === pattern;
  const at = pattern.indexOf(placeholder);
  const behind = literal(pattern.slice(at + placeholder.length));
  const length = Number(digits);
  const uuid = UUID.slice(0, length === 0 ? UUID.length : length).replaceAll('x', '[0-9a-f]');
  const before = at === 1 ? '' : literal(pattern.slice(0, at));
  const name = new RegExp(`^${before}${uuid}${behind}$`);
  return (userid) => name.test(userid);
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const UUID = 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx';
