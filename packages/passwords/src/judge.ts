import type { Stored } from './forms/form.js';
import { nameOf, nameOfBroken } from './forms/names.js';
import { reader } from './forms/read.js';
import type { PasswordsSettings } from './options.js';
import type { Unusable } from './verdict.js';

/** Takes a stored text apart, and holds it against what counts and what it may cost. */
export function judge(settings: PasswordsSettings): (text: string) => Stored | Unusable {
  const { allow, forms, maxCheckMs, maxMemoryBytes } = settings;
  const read = reader(forms);
  return (padded) => {
    const text = withoutPadding(padded);
    const found = read(text);
    if (found === undefined) return { code: 'PASSWORD_FORM_UNKNOWN', form: nameOf(text) };
    if (found === 'broken') return { code: 'PASSWORD_FORM_BROKEN', form: nameOfBroken(text) };
    const { scheme, estimatedMs, memoryBytes } = found;
    if (!allow.includes(scheme)) return { code: 'PASSWORD_FORM_NOT_ALLOWED', form: nameOf(text) };
    if (estimatedMs > maxCheckMs || memoryBytes > maxMemoryBytes) {
      return { code: 'PASSWORD_FORM_TOO_COSTLY', form: nameOf(text) };
    }
    return found;
  };
}

/** No hash ends with a blank; a CHAR column fills up with them. */
function withoutPadding(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end--;
  return text.slice(0, end);
}
