import { check, checkCount, checkFlag } from './checks.js';
import { checkIssuer } from './issuer.js';

/** Which provider signs people in, and what is believed of it. */
export interface OidcProviderOptions {
  /**
   * The provider's issuer, as its tokens name it: `https://login.example.org/realms/staff`. What else has to be known is
   * found out there (`/.well-known/openid-configuration`). It has to be https, but for a provider on this machine.
   */
  readonly issuer: string;
  /**
   * Algorithms by which tokens may be signed; others are refused, and `none` always is. `HS256`, `HS384` and `HS512` only
   * count where they are named here, and then the `clientSecret` is the key: whoever knows it can make tokens.
   * @default RS, PS and ES with 256, 384 and 512, EdDSA and Ed25519
   */
  readonly algorithms?: readonly [string, ...string[]] | undefined;
  /** By how much the clocks of the provider and of this machine may differ, in seconds. @default 30 */
  readonly clockToleranceSeconds?: number | undefined;
  /**
   * After which time it is looked up again what the provider says about itself, in seconds. Until it answers, what was
   * known stays good. Keys are looked up whenever an unknown one is needed. @default 3600
   */
  readonly discoveryMaxAgeSeconds?: number | undefined;
  /**
   * Whether requests are pushed to the provider beforehand, where it takes that (RFC 9126): the browser then carries a
   * reference only, which nobody can change. Each departure costs a question to it. @default true
   */
  readonly pushRequests?: boolean | undefined;
}

export interface ProviderSettings {
  readonly issuer: string;
  readonly algorithms: readonly string[];
  readonly clockToleranceSeconds: number;
  readonly discoveryMaxAgeSeconds: number;
  readonly pushRequests: boolean;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveProvider(options: OidcProviderOptions, hasSecret: boolean): ProviderSettings {
  const { algorithms = USUAL } = options;
  const known = [...USUAL, ...SYMMETRIC];
  check(
    Array.isArray(algorithms) && algorithms.length > 0 && algorithms.every((one) => known.includes(one)),
    'algorithms',
    `must be a list of one or more of ${known.join(', ')}.`,
  );
  check(
    hasSecret || !algorithms.some((one) => SYMMETRIC.includes(one)),
    'algorithms',
    'must not have HS256, HS384 or HS512 without a "clientSecret", which is their key.',
  );
  return {
    issuer: checkIssuer(options.issuer),
    algorithms: [...algorithms],
    clockToleranceSeconds: checkCount('clockToleranceSeconds', options.clockToleranceSeconds ?? 30, 0),
    discoveryMaxAgeSeconds: checkCount('discoveryMaxAgeSeconds', options.discoveryMaxAgeSeconds ?? 3600),
    pushRequests: checkFlag('pushRequests', options.pushRequests ?? true),
  };
}

const USUAL = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');
const SYMMETRIC = ['HS256', 'HS384', 'HS512'];
