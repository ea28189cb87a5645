import { apache } from './apache.js';
import { crypt } from './crypt.js';
import type { Form, FormName, Read, Stored } from './form.js';
import { phc } from './phc.js';

/** All forms. Where two have the same text, the first one takes it. */
const FORMS: readonly Form[] = [apache, crypt, phc];

export const FORM_NAMES: readonly FormName[] = FORMS.map(({ name }) => name);

/** Takes texts of these forms apart. */
export function reader(names: readonly FormName[]): Read {
  const forms = FORMS.filter(({ name }) => names.includes(name));
  const read: Read = (text) => {
    if (text.length > MAX_LENGTH) return undefined;
    let answer: Stored | 'broken' | undefined;
    for (const form of forms) {
      const found = form.read(text, read);
      if (typeof found === 'object') return found;
      answer ??= found;
    }
    return answer;
  };
  return read;
}

/** No program writes longer ones. */
const MAX_LENGTH = 2048;
