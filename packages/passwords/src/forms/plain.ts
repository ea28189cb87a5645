import { isSameBytes } from '../algorithms/crypt-text.js';
import type { FormName, Stored } from './form.js';

/** The password itself. */
export function plainCheck(form: FormName, scheme: 'plain' | 'unmarked-plain', expected: Uint8Array): Stored {
  return {
    form,
    scheme,
    cost: 0,
    estimatedMs: 0,
    memoryBytes: 0,
    matches: (password) => isSameBytes(password, expected),
  };
}
