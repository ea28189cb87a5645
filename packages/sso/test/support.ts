import fc from 'fast-check';
import { failures } from '../src/errors.js';
import { type Names, namesOf } from '../src/naming.js';
import { NAMING } from './doorman.js';

export const NAMES: Names & { readonly prefix: 'DOOR' } = { ...namesOf(NAMING), prefix: 'DOOR' };
export const FAILURES: ReturnType<typeof failures<'DOOR'>> = failures(NAMES);
export const DOOR_URL = 'https://door.example.org';
export const SECRET = 'an example secret of 32 bytes or more';

/** Text of any UTF-16 code units, halves of pairs and control characters too. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff)))
  .map((codes) => String.fromCharCode(...codes));
