#!/usr/bin/env bash
# ldapts reads an escaped byte in a filter as a character, so that filters for anything beyond ASCII match nothing.
#
# Versions:  npm: ldapts 8.2.0
# Behaviour: in a filter that is a text, `\c4` becomes the character U+00C4, which goes out as the two bytes c3 84. RFC
#            4515's own example (section 4, `(sn=Lu\c4\8di\c4\87)` for Lučić) asks for another name, and what ldapts'
#            own Filter.escape() makes of a Buffer is not what was in it. No error: the search finds nothing.
# Guess:     `\` and two digits are a byte, as RFC 4515 says, whatever it is.
# Hurt:      those who look up Active Directory's objectGUID or objectSid, the usual way to know a user for good, and all
#            who bring filters from other programs, which escape everything beyond ASCII. An EqualityFilter with a Buffer,
#            and characters as they are, work.
# Output:    {"Lučić as it is":"4c75c48d69c487","RFC 4515":"4c75c384c28d69c384c287","a Buffer's escape()":"01c29fc3bf"}
source "$(dirname "$0")/lib/npm.sh"
npm_packages ldapts@8.2.0

cat >ask.mjs <<'JAVASCRIPT'
import { BerWriter, EqualityFilter, Filter, FilterParser } from 'ldapts';

/** The value that a filter asks for, as it goes out. */
function sent(filter) {
  const writer = new BerWriter();
  filter.write(writer);
  const bytes = writer.buffer;
  // a3 length, 04 length attribute, 04 length value: all of them are short.
  return bytes.subarray(2 + 2 + bytes[3] + 2).toString('hex');
}

const guid = Buffer.from('019fff', 'hex');
if (sent(new EqualityFilter({ attribute: 'sn', value: guid })) !== '019fff') throw new Error('This cannot tell.');
const seen = JSON.stringify({
  'Lučić as it is': sent(FilterParser.parseString('(sn=Lučić)')),
  'RFC 4515': sent(FilterParser.parseString('(sn=Lu\\c4\\8di\\c4\\87)')),
  "a Buffer's escape()": sent(FilterParser.parseString(`(sn=${Filter.escape(guid)})`)),
});
console.log(seen);
const known = `{"Lučić as it is":"4c75c48d69c487","RFC 4515":"4c75c384c28d69c384c287","a Buffer's escape()":"01c29fc3bf"}`;
process.exitCode = seen === known ? 0 : 1;
JAVASCRIPT
node ask.mjs
