import { type Attempt, EVIL, FORGED, OUTSIDE, USER } from './attempt.js';

const SESSION = FORGED[0] ?? '';

/** Requests other than a plain GET. */
export const methods: readonly Attempt[] = [
  ...['HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'TRACE', 'get', 'GET_'].map((method) => ({
    name: `the method ${method}`,
    method,
    headers: [...FORGED, 'Content-Length: 0'],
  })),
  {
    name: 'a method that another one overrides',
    method: 'POST',
    headers: [...FORGED, 'X-HTTP-Method-Override: GET', 'Content-Length: 0'],
  },
  { name: 'HTTP/1.0', version: '1.0', headers: FORGED },
  { name: 'HTTP/0.9', version: '0.9', headers: FORGED },
  {
    name: 'HTTP/2 in clear text',
    headers: [
      ...FORGED,
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA',
      'Connection: close',
    ],
  },
  {
    name: 'a web socket',
    headers: [
      ...FORGED,
      'Connection: Upgrade, close',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ],
  },
  { name: 'two hosts', headers: [...FORGED, 'Host: evil.example.test'] },
].map((attempt) => ({ from: OUTSIDE, ...attempt }));

/** Headers that belong to one connection are taken out by proxies, the front end's own ones included. */
export const hopByHop: readonly Attempt[] = [
  {
    name: 'the user taken out, and its look-alike left',
    headers: ['Connection: close, REMOTE_USER', `REMOTE-USER: ${USER}`],
  },
  {
    name: 'the users taken out, and a look-alike left',
    headers: ['Connection: close, Remote_User, eppn', `Remote-User: ${USER}`],
  },
  {
    name: 'the session taken out, and its look-alike left',
    headers: ['Connection: close, Shib-Session-ID', `Shib_Session_ID: _${EVIL}`, `REMOTE-USER: ${USER}`],
  },
  {
    name: 'everything taken out',
    headers: [
      'Connection: close, Shib-Session-ID, REMOTE_USER, eppn',
      `HTTP_EPPN: ${USER}`,
      `Shib_Session_ID: _${EVIL}`,
    ],
  },
  {
    name: 'as Keep-Alive',
    headers: ['Connection: close', 'Keep-Alive: REMOTE_USER, eppn', 'Proxy-Connection: eppn', `REMOTE-USER: ${USER}`],
  },
  {
    name: 'as Trailer',
    headers: ['Connection: close', 'TE: trailers', 'Trailer: eppn, REMOTE_USER, Shib-Session-ID', ...FORGED],
  },
].map((attempt) => ({ from: OUTSIDE, ...attempt }));

/** What says where a request comes from, or where it goes. Only the socket does. */
export const origins: readonly Attempt[] = [
  'X-Forwarded-For: 127.0.0.1',
  'X-Forwarded-For: 127.0.0.1, 127.0.0.2',
  'Forwarded: for=127.0.0.1;by=127.0.0.1;host=localhost;proto=https',
  'X-Real-IP: 127.0.0.1',
  'X-Client-IP: 127.0.0.1',
  'True-Client-IP: 127.0.0.1',
  'X-Original-URL: /login/sso',
  'X-Rewrite-URL: /login/sso',
  'X-Forwarded-Uri: /login/sso',
  'X-Forwarded-Prefix: /login/sso',
  'X-Forwarded-Host: localhost',
].flatMap((line) => {
  const headers = [line, ...FORGED];
  return ['/login/sso', '/whoami'].map((target) => ({ name: `${line} at ${target}`, target, headers, from: OUTSIDE }));
});

const inner = ['GET /login/sso HTTP/1.1', 'Host: localhost', 'Connection: close', ...FORGED, '', ''].join('\r\n');
const whole = (text: string): string => `Content-Length: ${text.length}`;

/** One request in another: to the application, the inner one would come from the front end. */
export const smuggled: readonly Attempt[] = [
  { name: 'a body', headers: ['Connection: close', whole(inner)], body: inner },
  { name: 'a body of no length', headers: ['Content-Length: 0'], body: inner },
  { name: 'two lengths', headers: ['Content-Length: 0', whole(inner), 'Connection: close'], body: inner },
  { name: 'a length with a sign', headers: ['Content-Length: +0', 'Connection: close'], body: inner },
  {
    name: 'a length and chunks',
    headers: [whole(`0\r\n\r\n${inner}`), 'Transfer-Encoding: chunked'],
    body: `0\r\n\r\n${inner}`,
  },
  {
    name: 'chunks behind a space',
    headers: [whole(`0\r\n\r\n${inner}`), 'Transfer-Encoding : chunked', 'Connection: close'],
    body: `0\r\n\r\n${inner}`,
  },
  {
    name: 'chunks behind a tab',
    headers: [whole(`0\r\n\r\n${inner}`), 'Transfer-Encoding:\x0bchunked', 'Connection: close'],
    body: `0\r\n\r\n${inner}`,
  },
  {
    name: 'chunks under another name',
    headers: [whole(`0\r\n\r\n${inner}`), 'Transfer_Encoding: chunked', 'Connection: close'],
    body: `0\r\n\r\n${inner}`,
  },
  {
    name: 'chunks twice',
    headers: ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity', 'Connection: close'],
    body: `0\r\n\r\n${inner}`,
  },
  {
    name: 'trailers',
    headers: ['Transfer-Encoding: chunked', 'Trailer: eppn', 'Connection: close'],
    body: `1\r\na\r\n0\r\n${FORGED.join('\r\n')}\r\n\r\n`,
  },
  {
    name: 'an extension of a chunk',
    headers: ['Transfer-Encoding: chunked', 'Connection: close'],
    body: `1;a\n0\r\na\r\n0\r\n\r\n${inner}`,
  },
  { name: 'what is sent on demand', headers: ['Expect: 100-continue', whole(inner), 'Connection: close'], body: inner },
]
  .flatMap((attempt) =>
    ['/login/sso', '/whoami', '/login'].map((target) => ({ ...attempt, target, name: `${attempt.name} at ${target}` })),
  )
  .map((attempt) => ({ from: OUTSIDE, method: 'POST', ...attempt }));

/** The path as a way to write headers. */
export const injected: readonly Attempt[] = [
  {
    name: 'a line break in the address',
    target: `/login/sso?came_from=/%0d%0aSet-Cookie:%20auth_tkt=${EVIL}`,
    headers: FORGED,
  },
  { name: 'a line break in the path', target: `/login%0d%0aeppn:%20${USER}/sso`, headers: FORGED },
  { name: 'a space in the address', target: '/login/sso HTTP/1.1 x', headers: FORGED },
  { name: 'another host as the way back', target: '/login/sso?came_from=//evil.example.test/', headers: [SESSION] },
].map((attempt) => ({ from: OUTSIDE, ...attempt }));
