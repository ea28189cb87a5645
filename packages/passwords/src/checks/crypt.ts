import type { CryptName } from '../algorithms/crypt.js';
import { isSame } from '../algorithms/crypt-text.js';
import type { FormName, Stored } from '../forms/form.js';

/** A stored text that crypt(3) makes again from the right password. */
export function cryptCheck(
  form: FormName,
  algorithm: CryptName,
  text: string,
  kind: Pick<Stored, 'scheme' | 'cost' | 'estimatedMs'>,
): Stored {
  return {
    form,
    ...kind,
    memoryBytes: 0,
    matches: async (password, { crypt }) => isSame(await crypt({ algorithm, password, setting: text }), text),
  };
}
