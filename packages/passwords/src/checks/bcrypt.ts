import { verify } from '@node-rs/bcrypt';
import type { FormName, Stored } from '../forms/form.js';

/** A bcrypt hash, `$2y$10$` and 53 of its digits. libuv's threads compute it. */
export function bcryptCheck(form: FormName, text: string): Stored | undefined {
  if (!BCRYPT.test(text)) return undefined;
  const cost = Number(text.slice(4, 6));
  return {
    form,
    scheme: 'bcrypt',
    cost,
    estimatedMs: 2 ** cost * 0.05,
    memoryBytes: 0,
    matches: (password) => verify(password, text),
  };
}

const BCRYPT = /^\$2[aby]\$(?:0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;
