import { type Attempt, EVERYBODY, EVIL, FORGED, OUTSIDE, USER } from './attempt.js';

/** Other names for the same header. */
export const spellings: readonly Attempt[] = [
  { name: 'the headers as they are', headers: FORGED },
  { name: 'in lower case', headers: FORGED.map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase())) },
  { name: 'in upper case', headers: FORGED.map((line) => line.replace(/^[^:]+/, (name) => name.toUpperCase())) },
  { name: 'in mixed case', headers: [`sHiB-sEsSiOn-Id: _${EVIL}`, `rEmOtE_uSeR: ${USER}`, `ePpN: ${USER}`] },
  { name: 'with _ for -', headers: [`Shib_Session_ID: _${EVIL}`, `REMOTE_USER: ${USER}`] },
  { name: 'with - for _', headers: [`Shib-Session-ID: _${EVIL}`, `REMOTE-USER: ${USER}`] },
  {
    name: 'as CGI writes them',
    headers: [`HTTP_SHIB_SESSION_ID: _${EVIL}`, `HTTP_REMOTE_USER: ${USER}`, `HTTP_EPPN: ${USER}`],
  },
  { name: 'with dots', headers: [`Shib.Session.ID: _${EVIL}`, `REMOTE.USER: ${USER}`] },
  {
    name: 'as other front ends call them',
    headers: [
      'X-Remote-User',
      'Remote-User',
      'X-Forwarded-User',
      'X-Auth-Request-User',
      'OIDC_CLAIM_sub',
      'MELLON_NAME_ID',
      'AUTH_USER',
      'X-WEBAUTH-USER',
    ].map((name) => `${name}: ${USER}`),
  },
  {
    name: 'with the environment of CGI',
    headers: [`AUTH_TYPE: shibboleth`, `X-Shib-eppn: ${USER}`, `AJP_eppn: ${USER}`, `AJP_REMOTE_USER: ${USER}`],
  },
].map((attempt) => ({ from: OUTSIDE, ...attempt }));

/** Lines that servers read in different ways. */
export const shapes: readonly Attempt[] = [
  { name: 'a space before the colon', headers: [`Shib-Session-ID : _${EVIL}`, `eppn : ${USER}`] },
  { name: 'a tab before the colon', headers: [`Shib-Session-ID\t: _${EVIL}`, `eppn\t: ${USER}`] },
  { name: 'a space before the name', headers: [` Shib-Session-ID: _${EVIL}`, ` eppn: ${USER}`] },
  { name: 'a folded value', headers: [`Shib-Session-ID:\r\n _${EVIL}`, `eppn:\r\n ${USER}`] },
  { name: 'a header in the fold of another', headers: ['X-Other: a', ` Shib-Session-ID: _${EVIL}`, `\teppn: ${USER}`] },
  { name: 'lines that end in LF', headers: [`X-Other: a\nShib-Session-ID: _${EVIL}\neppn: ${USER}`] },
  { name: 'lines that end in CR', headers: [`X-Other: a\rShib-Session-ID: _${EVIL}\reppn: ${USER}`] },
  { name: 'NUL in the names', headers: [`Shib-Session-ID\0: _${EVIL}`, `eppn\0: ${USER}`] },
  { name: 'NUL in the values', headers: [`Shib-Session-ID: _\0${EVIL}`, `eppn: \0${USER}`] },
  {
    name: 'a name with a letter beyond ASCII',
    headers: [`Shib-Session-ID: _${EVIL}`, `epp\xf1: ${USER}`, `\xe5ppn: ${USER}`],
  },
  { name: 'an empty name', headers: [`: ${USER}`, ...FORGED] },
  { name: 'lines without a colon', headers: ['eppn', ...FORGED] },
  { name: 'more headers than are counted', headers: [...Array.from({ length: 90 }, (_, i) => `X-${i}: a`), ...FORGED] },
  { name: 'more bytes than are read', headers: [`X-Long: ${'a'.repeat(40_000)}`, ...FORGED] },
].map((attempt) => ({ from: OUTSIDE, ...attempt }));

/** What is not believed even from where it should come from. */
export const doubtful: readonly Attempt[] = [
  { name: 'a user twice', headers: [...FORGED, `eppn: ${USER}`] },
  { name: 'a user in two cases', headers: [...FORGED, `EPPN: ${USER}`] },
  { name: 'a user in two spellings', headers: [...FORGED, `REMOTE-USER: ${USER}`] },
  { name: 'a user once empty', headers: [`Shib-Session-ID: _${EVIL}`, 'eppn:', `eppn: ${USER}`, 'REMOTE_USER:'] },
  { name: 'an empty look-alike', headers: [...FORGED, 'REMOTE-USER:'] },
  { name: 'two sessions', headers: [...FORGED, 'Shib-Session-ID: _other'] },
  { name: 'a session in two spellings', headers: [...FORGED, `Shib_Session_ID: _${EVIL}`] },
  { name: 'no session', headers: FORGED.slice(1) },
  { name: 'an empty session', headers: ['Shib-Session-ID:', ...FORGED.slice(1)] },
  { name: 'the session (null)', headers: ['Shib-Session-ID: (null)', ...FORGED.slice(1)] },
  { name: 'only the look-alike of a session', headers: [`Shib_Session_ID: _${EVIL}`, ...FORGED.slice(1)] },
  { name: 'only the look-alike of a user', headers: [`Shib-Session-ID: _${EVIL}`, `REMOTE-USER: ${USER}`] },
  {
    name: 'two users in one header',
    headers: [`Shib-Session-ID: _${EVIL}`, `REMOTE_USER: ${USER};other@example.test`],
  },
  { name: 'a user with a control character', headers: [`Shib-Session-ID: _${EVIL}`, `REMOTE_USER: ${USER}\x7f`] },
  { name: 'a user that is too long', headers: [`Shib-Session-ID: _${EVIL}`, `REMOTE_USER: ${'a'.repeat(300)}${USER}`] },
  { name: 'nobody', headers: [`Shib-Session-ID: _${EVIL}`, 'REMOTE_USER: (null)', 'eppn:'] },
].map((attempt) => ({ from: EVERYBODY, ...attempt }));

/** Additions to a session that is genuine. */
export const attributes: readonly Attempt[] = [
  { name: 'an attribute', headers: [`entitlement: ${EVIL}`, `affiliation: ${EVIL}@example.test`, `mail: ${USER}`] },
  { name: 'an attribute that the session has not', headers: [`title: ${EVIL}`, `telephoneNumber: ${EVIL}`] },
  { name: 'an attribute encoded', headers: [`entitlement: %65vil;${EVIL}`] },
].map((attempt) => ({ from: OUTSIDE, ...attempt }));
