import fc from 'fast-check';
import type { Ticket, TicketKey } from '../src/index.js';

/** Any string, half surrogate pairs included. (fast-check's own `binary` unit takes seconds to make.) */
export const anyString: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(fc.nat(0xff), fc.nat(0xffff)).map((code) => String.fromCharCode(code)),
});

/** Text without control characters, in many scripts, and often with what means something in tickets and cookies. */
function anyText(without = ''): fc.Arbitrary<string> {
  const character = fc.oneof(
    fc.nat(0xff).map((code) => String.fromCodePoint(code)),
    fc
      .nat(0x10ffff)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code)),
    fc.constantFrom(...'!,%;="\\ +/&\'<é日😀'),
  );
  return fc
    .array(character, { maxLength: 24 })
    .map((characters) => characters.filter((one) => !/\p{Cc}/u.test(one) && !without.includes(one)).join(''));
}

const filled = (text: string): boolean => text !== '';

/** A ticket that can be minted; its data is not repoze.who's note about integers. */
export const anyTicket: fc.Arbitrary<Ticket> = fc.record({
  userid: anyText('!').filter(filled),
  tokens: fc.array(anyText('!,').filter(filled), { maxLength: 4 }),
  userdata: anyText(),
  timestampSeconds: fc.nat(0xffffffff),
});

/** A ticket that can be minted in our own format, where fields may have `!` and `,`. */
export const anyOwnTicket: fc.Arbitrary<Ticket> = fc.record({
  userid: anyText().filter(filled),
  tokens: fc.array(anyText().filter(filled), { maxLength: 4 }),
  userdata: anyText(),
  timestampSeconds: fc.nat(0xffffffff),
});

export const anyKey: fc.Arbitrary<TicketKey> = fc.record({
  secret: anyText().filter(filled),
  digest: fc.constantFrom('md5', 'sha256', 'sha512'),
  compat: fc.constantFrom('repoze', 'mod_auth_tkt'),
});
