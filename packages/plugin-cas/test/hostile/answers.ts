import { damaged, type Random } from '../../../plugin-oidc/test/mutations/random.js';
import { attribute, attributes, audience, authentication, conditions, samlAnswer } from '../saml-support.js';
import { serviceResponse } from '../support.js';

/** A question of the application, as far as an answer has to fit it. */
export interface Asked {
  readonly url: string;
  readonly body: string;
}

/** How one protocol says what; `value` stands where somebody has chosen what it says, as it came. */
export interface Protocol {
  readonly options: { readonly version: '1' | '2' | '3' | 'saml'; readonly format?: 'json' };
  success(user: string, value: string, asked: Asked): string;
  failure(value: string, asked: Asked): string;
  /** Text that its server has written as it has to. */
  escaped(text: string): string;
  /** What somebody would choose who hopes that it is not. */
  readonly injections: readonly string[];
}

const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[^\t\n -\ud7ff\ue000-\ufffd]/g, '?');

/** However long all of it takes. */
const GOOD = [Date.now() - 3_600_000, Date.now() + 86_400_000] as const;

const EVIL = '<cas:user>victim</cas:user>';
const EVIL_SUCCESS = `<cas:authenticationSuccess>${EVIL}</cas:authenticationSuccess>`;

const xml: Omit<Protocol, 'options'> = {
  success: (user, value) =>
    serviceResponse(
      `<cas:authenticationSuccess><cas:user>${user}</cas:user><cas:attributes><cas:mail>${value}</cas:mail>` +
        `<cas:cn>x</cas:cn></cas:attributes></cas:authenticationSuccess>`,
    ),
  failure: (value) =>
    serviceResponse(`<cas:authenticationFailure code="INVALID_TICKET">${value}</cas:authenticationFailure>`),
  escaped: escapeXml,
  injections: [
    EVIL,
    EVIL_SUCCESS,
    `</cas:mail></cas:attributes>${EVIL}<cas:attributes><cas:mail>`,
    `</cas:mail></cas:attributes></cas:authenticationSuccess>${EVIL_SUCCESS}<cas:authenticationSuccess><cas:attributes><cas:mail>`,
    `</cas:authenticationFailure>${EVIL_SUCCESS}<cas:authenticationFailure>`,
    `</cas:authenticationFailure>${EVIL_SUCCESS}<!--`,
    `</cas:authenticationFailure>${EVIL_SUCCESS}</cas:serviceResponse>`,
    `</cas:authenticationFailure><x:authenticationSuccess xmlns:x="http://www.yale.edu/tp/cas"><x:user>victim</x:user></x:authenticationSuccess><cas:a>`,
    `</cas:mail><user xmlns="http://www.yale.edu/tp/cas">victim</user><cas:mail>`,
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '&victim;',
    '&#0;',
    '<?victim?>',
    '<!DOCTYPE a [<!ENTITY victim "victim">]>',
  ],
};

const json = (value: unknown): string => JSON.stringify({ serviceResponse: value });

export const PROTOCOLS: readonly Protocol[] = [
  {
    options: { version: '1' },
    success: (user, value) => `yes\n${user}${value && ''}\n`,
    failure: (value) => `no\n${value && ''}\n`,
    escaped: () => '',
    injections: ['\nvictim', '\r\nvictim\n', '\nyes\nvictim\n', '\u2028victim', '\0victim', ' victim'],
  },
  { options: { version: '2' }, ...xml },
  { options: { version: '3' }, ...xml },
  {
    options: { version: '3', format: 'json' },
    success: (user, value) =>
      json({ authenticationSuccess: { user, attributes: { mail: ['VALUE'], cn: 'x' } } }).replace('VALUE', () => value),
    failure: (value) =>
      json({ authenticationFailure: { code: 'INVALID_TICKET', description: 'VALUE' } }).replace('VALUE', () => value),
    escaped: (text) => JSON.stringify(text).slice(1, -1),
    injections: [
      '"},"user":"victim","x":{"a":"',
      '"]},"user":"victim","x":{"a":["',
      '"}},"authenticationSuccess":{"user":"victim","x":{"a":"',
      '"},"authenticationSuccess":{"user":"victim"},"x":{"a":"',
      '"}}, "serviceResponse": {"authenticationSuccess": {"user": "victim"}, "x": {"a": "',
      '","__proto__":{"user":"victim"},"x":"',
      '"}}} {"serviceResponse":{"authenticationSuccess":{"user":"victim"}}}',
      '\\',
      '\\u0022',
      '"',
      '\n',
      '\0',
    ],
  },
  {
    options: { version: 'saml' },
    success: (user, value, { body }) =>
      samlAnswer(user, {
        response: `InResponseTo="${/RequestID="([^"]*)"/.exec(body)?.[1]}"`,
        conditions: conditions(...GOOD),
        statements: authentication(user) + attributes(user, attribute('mail', value) + attribute('cn', 'x')),
      }),
    failure: (value) =>
      samlAnswer('nobody', {
        status: `<saml1p:StatusCode Value="saml1p:Requester"/><saml1p:StatusMessage>${value}</saml1p:StatusMessage>`,
        assertions: '',
      }),
    escaped: escapeXml,
    injections: [
      '</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>' +
        `${authentication('victim')}<saml:AttributeStatement><saml:Attribute><saml:AttributeValue>`,
      `</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>${EVIL_ASSERTION()}<x><y><z><a>`,
      `</saml1p:StatusMessage><saml1p:StatusCode Value="saml1p:Success"/><saml1p:StatusMessage>`,
      `</saml1p:StatusMessage></saml1p:Status><saml1p:Status><saml1p:StatusCode Value="saml1p:Success"/></saml1p:Status>${EVIL_ASSERTION()}<saml1p:Status><saml1p:StatusMessage>`,
      `<saml:NameIdentifier>victim</saml:NameIdentifier>`,
      audience('victim'),
      '<!--',
      '<![CDATA[',
      '&victim;',
    ],
  },
];

function EVIL_ASSERTION(): string {
  const inner = conditions(...GOOD) + authentication('victim');
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion">${inner}</saml:Assertion>`;
}

/** Text that somebody may have chosen: one of the injections, damaged, or some of everything. */
export function chosen({ injections }: Protocol, random: Random): string {
  const { of, text } = random;
  return of([
    () => of(injections),
    () => damaged(of(injections), random),
    () => of(injections) + of(injections),
    () => text(30),
    () => of(injections) + text(5),
  ])();
}

/** An answer as it came over the wire. */
export function response(text: string, { of, below }: Random): Response {
  const bytes = below(20) === 0 ? Buffer.from(text, of(['utf16le', 'latin1'])) : Buffer.from(text);
  const type = of([
    'text/xml',
    'application/xml; charset=utf-8',
    'text/html;charset=UTF-8',
    'application/json',
    'text/plain',
  ]);
  const odd = of([
    'text/xml; charset=utf-7',
    'text/xml; charset=utf-16',
    'x',
    'text/xml; charset="utf-8";charset=latin1',
  ]);
  return new Response(bytes, {
    status: below(30) === 0 ? of([201, 302, 401, 500, 503]) : 200,
    headers: { 'Content-Type': below(10) === 0 ? odd : type },
  });
}
