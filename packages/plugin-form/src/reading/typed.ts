/** What came from a login form, or from a program in its place. */
export interface Typed {
  readonly login: string;
  readonly password: string;
  readonly cameFrom: string | undefined;
  /** Whether to stay signed in for longer. */
  readonly remember: boolean;
}

/** The fields of a login form, by what they mean. In JSON they have the same names. */
export const FIELDS = { login: 'login', password: 'password', cameFrom: 'came_from', remember: 'remember' } as const;

/** Reads a posted form. A field that stands there twice has two meanings, and counts as none. */
export function typedInForm(form: URLSearchParams): Typed | undefined {
  if (Object.values(FIELDS).some((name) => form.getAll(name).length > 1)) return undefined;
  return checked({
    login: form.get(FIELDS.login),
    password: form.get(FIELDS.password),
    cameFrom: form.get(FIELDS.cameFrom) ?? undefined,
    remember: Boolean(form.get(FIELDS.remember)),
  });
}

/** Reads a JSON text: an object with `login`, `password` and, if wanted, `remember: true`. */
export function typedInJson(text: string): Typed | undefined {
  const body = parsed(text);
  if (typeof body !== 'object' || body === null) return undefined;
  const { login, password, remember = false } = body as Readonly<Record<string, unknown>>;
  return typeof remember === 'boolean' ? checked({ login, password, cameFrom: undefined, remember }) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checked(
  found: Pick<Typed, 'cameFrom' | 'remember'> & { readonly login: unknown; readonly password: unknown },
): Typed | undefined {
  const { login, password } = found;
  return isText(login, MAX_LOGIN_LENGTH) && isText(password, MAX_PASSWORD_LENGTH)
    ? { ...found, login, password }
    : undefined;
}

/** U+FFFD stands for what was no UTF-8, and a surrogate without its other half becomes it: nobody types either. */
function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length <= maxLength && !/[\0\ufffd\p{Cs}]/u.test(value);
}

const MAX_LOGIN_LENGTH = 1024;
const MAX_PASSWORD_LENGTH = 4096;
