import { yescryptNumber } from '../algorithms/crypt-number.js';
import { isSame } from '../algorithms/crypt-text.js';
import type { FormName, Found } from '../forms/form.js';
import { libxcrypt } from '../libxcrypt.js';

/** A yescrypt hash, `$y$`, or a gost-yescrypt one, `$gy$`: the system's own libxcrypt computes them. */
export function yescryptCheck(form: FormName, text: string): Found {
  const [, id, parameters = ''] = YESCRYPT.exec(text) ?? [];
  const cost = costOf(parameters);
  if (!id || !cost) return 'broken';
  const library = libxcrypt();
  if (!library) return 'unavailable';
  return {
    form,
    scheme: id === 'y' ? 'yescrypt' : 'gost-yescrypt',
    cost: cost.log2,
    estimatedMs: 2 ** cost.log2 * cost.r * 0.00015,
    memoryBytes: 128 * cost.r * 2 ** cost.log2,
    async matches(password) {
      // A text of C ends with a zero byte.
      if (password.includes(0)) return false;
      return isSame((await library.crypt(password, text)) ?? '', text);
    },
  };
}

/** A flavour, the logarithm of N, and r. What could follow nobody writes. */
function costOf(parameters: string): { readonly log2: number; readonly r: number } | undefined {
  const flavour = yescryptNumber(parameters, 0, 0);
  const log2 = flavour && yescryptNumber(parameters, flavour.end, 1);
  const r = log2 && yescryptNumber(parameters, log2.end, 1);
  if (!r || r.end !== parameters.length || log2.value > 31 || r.value >= 2 ** 30) return undefined;
  return { log2: log2.value, r: r.value };
}

const YESCRYPT = /^\$(g?y)\$([./0-9A-Za-z]{3,20})\$[./0-9A-Za-z]{0,86}\$[./0-9A-Za-z]{43}$/;
