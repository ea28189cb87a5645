import fc from 'fast-check';
import type { Pubtkt } from '../src/index.js';

/** Text that fields can hold, in many scripts, and often with what means something in tickets and cookies. */
function anyText(maxBytes: number, without = ''): fc.Arbitrary<string> {
  const character = fc.oneof(
    fc.nat(0xff).map((code) => String.fromCodePoint(code)),
    fc
      .nat(0x10ffff)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code)),
    fc.constantFrom(...',%="\\ +/&\'<é日😀'),
  );
  return fc.array(character, { maxLength: 24 }).map((characters) => {
    const kept = characters.filter((one) => !/[\p{Cc};]/u.test(one) && !without.includes(one));
    while (Buffer.byteLength(kept.join('')) > maxBytes) kept.pop();
    return kept.join('');
  });
}

const anyTime = fc.integer({ min: 1, max: 0xffffffff });

/** A ticket that can be made with a key of 2048 bits. */
export const anyTicket: fc.Arbitrary<Pubtkt> = fc.record(
  {
    userid: anyText(64).filter((text) => text !== ''),
    tokens: fc.array(
      anyText(60, ',').filter((text) => text !== ''),
      { maxLength: 4 },
    ),
    userdata: anyText(255),
    multifactor: fc.boolean(),
    validUntilSeconds: anyTime,
    graceAfterSeconds: anyTime,
    clientIp: fc.oneof(fc.ipV4(), fc.ipV6()),
  },
  { requiredKeys: ['userid', 'tokens', 'userdata', 'multifactor', 'validUntilSeconds'] },
);

/** Any bytes, one character for each. */
export const anyBytes: fc.Arbitrary<string> = fc.string({
  unit: fc.nat(0xff).map((code) => String.fromCharCode(code)),
  maxLength: 300,
});
