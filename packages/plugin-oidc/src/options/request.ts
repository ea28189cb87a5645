import { check, checkChoice, checkCount, checkFlag, checkList } from './checks.js';

/** What the provider is asked for when somebody signs in. */
export interface OidcRequestOptions {
  /** What is asked for, with blanks between; `openid` has to be there. @default 'openid profile email' */
  readonly scope?: string | undefined;
  /**
   * What the provider's page does in any case: has people choose an account, or agree again. For a password each time,
   * see `renew`. @default none: what the provider thinks best
   */
  readonly prompt?: OidcPrompt | undefined;
  /** Make people type their password again although they have a session there. @default false */
  readonly renew?: boolean | undefined;
  /**
   * How long ago somebody may have signed in at the provider, in seconds; after that they do it again. A provider that
   * does not say when (`auth_time`) signs nobody in. @default any time
   */
  readonly maxAgeSeconds?: number | undefined;
  /**
   * How people have to sign in (`acr`): one of these is asked for, and the ID token has to name one of them. @default any
   */
  readonly acrValues?: readonly string[] | undefined;
  /** Methods (`amr`) all of which the ID token has to name, e.g. `['mfa']` or `['pwd', 'otp']`. @default any */
  readonly amrValues?: readonly string[] | undefined;
  /** More parameters for the provider's page, e.g. `{ ui_locales: 'fr', domain_hint: 'example.org' }`. @default none */
  readonly authorizationParameters?: Readonly<Record<string, string>> | undefined;
  /**
   * How the code comes: in the address (`query`), or in a form that the provider has the browser post (`form_post`),
   * which keeps it out of logs and histories. That needs https, because the state cookie then has to go with requests
   * from other sites (`SameSite=None`). @default 'query'
   */
  readonly responseMode?: OidcResponseMode | undefined;
}

/** What the provider's page does in any case. */
export type OidcPrompt = 'select_account' | 'consent' | 'select_account consent';

/** How the code comes back. */
export type OidcResponseMode = 'query' | 'form_post';

export interface RequestSettings {
  readonly scope: string;
  readonly prompt: OidcPrompt | undefined;
  readonly renew: boolean;
  readonly maxAgeSeconds: number | undefined;
  readonly acrValues: readonly string[];
  readonly amrValues: readonly string[];
  readonly authorizationParameters: Readonly<Record<string, string>>;
  readonly responseMode: OidcResponseMode;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveRequest(options: OidcRequestOptions): RequestSettings {
  const { scope = 'openid profile email', prompt, maxAgeSeconds, acrValues, amrValues } = options;
  check(
    typeof scope === 'string' && SCOPE.test(scope) && scope.split(' ').includes('openid'),
    'scope',
    'must be names with single blanks between, and "openid" among them.',
  );
  checkList('acrValues', acrValues);
  check(acrValues?.every((value) => !/\s/.test(value)) ?? true, 'acrValues', 'must be values without blanks.');
  checkList('amrValues', amrValues);
  return {
    scope,
    prompt:
      prompt === undefined
        ? undefined
        : checkChoice<OidcPrompt>('prompt', prompt, ['select_account', 'consent', 'select_account consent']),
    renew: checkFlag('renew', options.renew),
    maxAgeSeconds: maxAgeSeconds === undefined ? undefined : checkCount('maxAgeSeconds', maxAgeSeconds, 0),
    acrValues: acrValues ?? [],
    amrValues: amrValues ?? [],
    authorizationParameters: checkParameters(options.authorizationParameters ?? {}),
    responseMode: checkChoice('responseMode', options.responseMode ?? 'query', ['query', 'form_post']),
  };
}

function checkParameters(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const option = 'authorizationParameters';
  check(
    typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters),
    option,
    'must be an object.',
  );
  for (const [name, value] of Object.entries(parameters)) {
    check(typeof value === 'string', option, `must have a text for ${JSON.stringify(name)}.`);
    check(!OWN_PARAMETERS.has(name), option, `must not set ${JSON.stringify(name)}.`);
  }
  return { ...parameters };
}

/** RFC 6749, 3.3. */
const SCOPE = /^[!#-[\]-~]+(?: [!#-[\]-~]+)*$/;

const OWN_PARAMETERS: ReadonlySet<string> = new Set(
  (
    'client_id client_secret redirect_uri response_type response_mode scope state nonce code_challenge ' +
    'code_challenge_method prompt max_age acr_values request request_uri'
  ).split(' '),
);
