import type { Steps } from '@who/secrets';
import { joinLines } from './lines.js';
import { textIn } from './text-file.js';
import { indexUsers, type UserIndex } from './user-index.js';

/** The text of a password file, as it is and as Apache reads it, and whose its lines are. */
export interface PasswordText {
  /** As it is, without a byte order mark. */
  readonly raw: Buffer;
  /** Lines that go on over several are one. Each of them ends where it did. */
  readonly joined: Buffer;
  readonly index: UserIndex;
}

/** @throws {Error} when it cannot be a password file */
export function* readPasswordText(bytes: Uint8Array): Steps<PasswordText> {
  const raw = textIn(bytes);
  const joined = yield* joinLines(raw);
  const index = yield* indexUsers(joined);
  if (index.lines > 0 && !index.hasColon) throw new Error('It has no line of the form user:hash.');
  return { raw, joined, index };
}
