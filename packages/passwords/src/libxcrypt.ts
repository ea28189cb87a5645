import { createRequire } from 'node:module';

/** The system's own crypt(3), as libxcrypt has it: what Debian, Fedora and others sign people in by. */
export interface Libxcrypt {
  /** Computes on one of libuv's threads. @returns `undefined` for what crypt(3) refuses */
  crypt(password: Uint8Array, setting: string): Promise<string | undefined>;
}

let known: { readonly library: Libxcrypt | undefined } | undefined;

/** Loads it once, through koffi; `undefined` where koffi is not installed or the system has no such library. */
export function libxcrypt(): Libxcrypt | undefined {
  known ??= { library: load() };
  return known.library;
}

function load(): Libxcrypt | undefined {
  for (const name of NAMES) {
    try {
      return loadFrom(name);
    } catch {
      // Not installed, or without what is needed.
    }
  }
  return undefined;
}

function loadFrom(name: string): Libxcrypt | undefined {
  const koffi: typeof import('koffi') = createRequire(import.meta.url)('koffi');
  const library = koffi.load(name);
  const check = library.func('int crypt_checksalt(const char *setting)');
  if (check('$y$j9T$saltsalt$') !== 0) return undefined;
  // The re-entrant one: it works on the caller's memory alone.
  const crypt = library.func('const char *crypt_rn(const void *phrase, const char *setting, void *data, int size)');
  return {
    crypt(password, setting) {
      const [phrase, data] = [Buffer.alloc(password.length + 1), Buffer.alloc(DATA_BYTES)];
      phrase.set(password);
      return new Promise((resolve, reject) => {
        crypt.async(phrase, setting, data, data.length, (error: unknown, text: string | null) => {
          phrase.fill(0);
          data.fill(0);
          if (error) reject(error);
          else resolve(text ?? undefined);
        });
      });
    },
  };
}

/** That of Debian and most others, and the one without old functions that Fedora has. */
const NAMES = ['libcrypt.so.1', 'libcrypt.so.2'];

/** `sizeof(struct crypt_data)`. */
const DATA_BYTES = 32_768;
