export { type AuthPubtkt, authPubtkt } from './auth-pubtkt.js';
export { decodeCookieValue, encodeCookieValue } from './cookie/cookie-value.js';
export type { AuthPubtktErrorCode, AuthPubtktWarningCode, PubtktFieldCode, PubtktRefusalCode } from './errors.js';
export type { PubtktKeyType } from './keys/key-text.js';
export { hasMultifactor } from './multifactor.js';
export type { PubtktCookieOptions } from './options/cookie.js';
export type { PubtktRedirectOptions } from './options/redirects.js';
export type { PubtktSigningOptions } from './options/signing.js';
export type { PubtktTicketOptions } from './options/tickets.js';
export type { AuthPubtktOptions } from './options.js';
export { Bauth, openBauth, sealBauth } from './ticket/bauth.js';
export { PubtktCredentials } from './ticket/credentials.js';
export {
  type Pubtkt,
  type PubtktDigest,
  type PubtktKey,
  type PubtktRefusal,
  readPubtkt,
  signPubtkt,
} from './ticket/pubtkt.js';
