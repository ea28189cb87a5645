// #with identifier authenticator challenger metadata-provider
import type { SesameOptions } from '../src/index.js';

// #with identifier authenticator
/** Everybody's secret. */
export const secretOf = (userid: string): string => `secret-of-${userid}-0123456789`;

// #end
export const options: SesameOptions = {
  // #with identifier
  header: 'X-Sesame',
  // #end
  // #with authenticator
  secrets: { alice: secretOf('alice'), bob: secretOf('bob') },
  // #end
  // #with challenger
  realm: 'Example',
  // #end
  // #with metadata-provider
  displayNames: { alice: 'Alice Example', bob: 'Bob Example' },
  // #end
};
// #end
