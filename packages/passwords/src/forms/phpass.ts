import { DIGITS } from '../algorithms/crypt-text.js';
import { cryptCheck } from '../checks/crypt.js';
import type { FormName, Stored } from './form.js';

/**
 * A hash of phpass's.
 *
 * @param start how those of the form begin
 */
export function readPhpass(form: FormName, text: string, start: RegExp): Stored | 'broken' | undefined {
  if (!start.test(text)) return undefined;
  const log2 = DIGITS.indexOf(text.charAt(3));
  if (!PHPASS.test(text) || log2 < 7 || log2 > 30) return 'broken';
  const ms = text.startsWith('$S$') ? 0.002 : 0.0015;
  return cryptCheck(form, 'phpass', text, { scheme: 'phpass', cost: log2, estimatedMs: 2 ** log2 * ms });
}

const PHPASS = /^(?:\$[PH]\$[./0-9A-Za-z]{31}|\$S\$[./0-9A-Za-z]{52})$/;
