import type { Stored } from './forms/form.js';
import { nameOf, nameOfBroken } from './forms/names.js';
import { reader } from './forms/read.js';
import type { PasswordsSettings } from './options.js';
import type { Kind, Unusable } from './verdict.js';

/**
 * Takes a stored text apart, and holds it against what counts and what it may cost.
 *
 * @param own what new hashes are: they count in any case
 */
export function judge(
  { allow, forms, maxCheckMs, maxMemoryBytes, maxPasswordBytes }: PasswordsSettings,
  own: Pick<Kind, 'form' | 'scheme'>,
): (text: string) => Stored | Unusable {
  const read = reader([...forms, own.form]);
  const isForm = ({ form, scheme }: Stored) =>
    // What is of no form is perhaps plain text, and that only where it is allowed.
    forms.includes(form) && (scheme !== 'unmarked-plain' || allow.includes(scheme));

  return (padded) => {
    const text = withoutPadding(padded);
    // A salt of megabytes would be digested on the thread that asks. Plain text may be as long as a password, in hexadecimal.
    if (text.length > MAX_LENGTH + 2 * maxPasswordBytes) {
      return { code: 'PASSWORD_FORM_UNKNOWN', form: 'a text that is too long for a hash' };
    }
    const bare = read(text);
    // Of plain text, blanks may be a part.
    const found = typeof bare === 'object' && bare.scheme.endsWith('plain') ? read(padded) : bare;
    if (found === 'broken') return { code: 'PASSWORD_FORM_BROKEN', form: nameOfBroken(text) };
    if (found === 'unavailable') return { code: 'PASSWORD_FORM_UNAVAILABLE', form: nameOf(text) };

    const isOwn = found?.form === own.form && found.scheme === own.scheme;
    if (!found || !(isOwn || isForm(found))) return { code: 'PASSWORD_FORM_UNKNOWN', form: nameOf(text) };
    if (!isOwn && !allow.includes(found.scheme)) return { code: 'PASSWORD_FORM_NOT_ALLOWED', form: nameOf(text) };
    if (found.estimatedMs > maxCheckMs || found.memoryBytes > maxMemoryBytes) {
      return { code: 'PASSWORD_FORM_TOO_COSTLY', form: nameOf(text) };
    }
    return found;
  };
}

/** As long as a line that Apache reads. */
const MAX_LENGTH = 8192;

/** No hash ends with a blank; a CHAR column fills up with them. */
function withoutPadding(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end--;
  return text.slice(0, end);
}
