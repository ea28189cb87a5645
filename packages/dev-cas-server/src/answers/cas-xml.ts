import type { AttributeStyle } from '../options.js';
import { attributesXml } from './attributes.js';
import type { Dialect } from './dialect.js';
import type { Failure, ProxyGrant, Success } from './outcome.js';
import { entityBomb, escapeXml } from './xml.js';

/** The namespace of every CAS answer. */
export const casNamespace = 'http://www.yale.edu/tp/cas';

/** What answers of CAS 2 and 3 have in common. */
const casXml = {
  contentType: 'application/xml',
  document: (outcomes: readonly string[]) =>
    `<cas:serviceResponse xmlns:cas="${casNamespace}">\n${outcomes.join('')}</cas:serviceResponse>\n`,
  nest: (failure: string, success: string) => failure.replace(/(?=\t<\/)/, () => success),
  breakUp: (document: string) => document.replace('</cas:serviceResponse>', '</cas:serviceAnswer>'),
  estrange: (document: string) => document.replace(casNamespace, 'http://cas.example.org/not-cas'),
  bomb: (document: string) => entityBomb + document.replace(beforeText, '&bomb9;'),
  beforeSpace: /(?<=cas">\n)/,
} as const;

const beforeText = /(?<=<cas:user>|<cas:proxyTicket>|code="\w+">)/;

/** Validations in CAS 2 and 3, XML. */
export function validationXml(style: AttributeStyle): Dialect<Success> {
  return {
    ...casXml,
    beforeText,
    success: ({ userid, attributes = [], pgtIou, proxies }) => `\t<cas:authenticationSuccess>
\t\t<cas:user>${escapeXml(userid)}</cas:user>
${attributesXml(attributes, style)}${grantXml(pgtIou)}${proxiesXml(proxies)}\t</cas:authenticationSuccess>
`,
    failure: (failure) => failureXml('authenticationFailure', failure),
    decoy: { userid: 'intruder', authenticatedAtMs: 0, proxies: [] },
  };
}

/** Answers to `/proxy`, XML. */
export const proxyXml: Dialect<ProxyGrant> = {
  ...casXml,
  beforeText,
  success: ({ proxyTicket }) => `\t<cas:proxySuccess>
\t\t<cas:proxyTicket>${escapeXml(proxyTicket)}</cas:proxyTicket>
\t</cas:proxySuccess>
`,
  failure: (failure) => failureXml('proxyFailure', failure),
  decoy: { proxyTicket: 'PT-intruder' },
};

function failureXml(name: string, { code, message }: Failure): string {
  return `\t<cas:${name} code="${escapeXml(code)}">
\t\t${escapeXml(message)}
\t</cas:${name}>
`;
}

function grantXml(pgtIou: string | undefined): string {
  return pgtIou === undefined ? '' : `\t\t<cas:proxyGrantingTicket>${pgtIou}</cas:proxyGrantingTicket>\n`;
}

function proxiesXml(proxies: readonly string[]): string {
  if (proxies.length === 0) return '';
  const lines = proxies.map((proxy) => `\t\t\t<cas:proxy>${escapeXml(proxy)}</cas:proxy>\n`).join('');
  return `\t\t<cas:proxies>\n${lines}\t\t</cas:proxies>\n`;
}
