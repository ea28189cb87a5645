export { type CookieSettings, type CookieWriter, cookieWriter } from './cookie-writer.js';
export { type FormerCookie, isHostOnly } from './places.js';
export { type SignOuts, signOuts } from './sign-outs.js';
