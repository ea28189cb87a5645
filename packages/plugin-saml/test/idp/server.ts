import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import { serve, type TestServer } from '@who/testkit';
import { idpKeys, idpMetadata, type MetadataSays, nameId, responseXml, type Says, STATUS } from './idp.js';
import { signElement } from './sign.js';

/** What a message that came to the identity provider was. */
export interface Came {
  readonly xml: string;
  readonly relayState: string | null;
  /** The address with its query, and what was posted. */
  readonly query: string;
  readonly binding: 'redirect' | 'post';
}

/** An identity provider over HTTP at which somebody is signed in already. */
export interface IdpServer extends TestServer {
  readonly entityId: string;
  /** Changed at will: whom it names, with what, and whether anybody is there. */
  user: string | undefined;
  says: Says;
  /** What becomes of a response before it is sent. */
  spoil: (xml: string) => string | Promise<string>;
  metadata: MetadataSays;
  /** How often its metadata was asked for. */
  asked: number;
  readonly signOns: Came[];
  readonly logouts: Came[];
  metadataXml(): string;
}

/** Starts an identity provider of the tests' own. Its pages post forms as they stand, without a script. */
export async function startIdp(): Promise<IdpServer> {
  const server = await serve((req, res) => {
    answer(req).then(
      (page) => res.writeHead(200, { 'Content-Type': 'text/html' }).end(page),
      (error: Error) => res.writeHead(500).end(error.stack),
    );
  });
  const idp: IdpServer = {
    ...server,
    entityId: `${server.url}/metadata`,
    user: 'alice@example.org',
    says: {},
    spoil: (xml) => xml,
    metadata: {},
    asked: 0,
    signOns: [],
    logouts: [],
    metadataXml: () =>
      idpMetadata({
        entityId: `${server.url}/metadata`,
        signOnUrl: `${server.url}/sso`,
        logoutUrl: `${server.url}/slo`,
        ...idp.metadata,
      }),
  };

  async function answer(req: IncomingMessage): Promise<string> {
    const { pathname } = new URL(req.url ?? '', server.url);
    if (pathname === '/metadata') {
      idp.asked++;
      return idp.metadataXml();
    }
    const came = await messageOf(req);
    if (pathname === '/slo') {
      idp.logouts.push(came);
      return 'noted';
    }
    idp.signOns.push(came);
    return signOn(came);
  }

  async function signOn({ xml, relayState }: Came): Promise<string> {
    const acs = attributeOf(xml, 'AssertionConsumerServiceURL') ?? '';
    const isAlone = idp.user === undefined;
    const response = responseXml({
      issuer: idp.entityId,
      requestId: attributeOf(xml, 'ID') ?? '',
      destination: acs,
      recipient: acs,
      audience: /<saml:Issuer[^>]*>([^<]*)/.exec(xml)?.[1] ?? '',
      nameId: nameId(idp.user ?? 'nobody'),
      ...(isAlone && { status: NO_PASSIVE }),
      ...idp.says,
    });
    const made = await idp.spoil(signElement(response, 'Assertion', idpKeys));
    return formPage(acs, { SAMLResponse: Buffer.from(made).toString('base64'), RelayState: relayState ?? '' });
  }
  return idp;
}

const NO_PASSIVE =
  `<samlp:Status><samlp:StatusCode Value="${STATUS}Responder"><samlp:StatusCode Value="${STATUS}NoPassive"/>` +
  '</samlp:StatusCode></samlp:Status>';

async function messageOf(req: IncomingMessage): Promise<Came> {
  const query = (req.url ?? '').split('?')[1] ?? '';
  const isPost = req.method === 'POST';
  const fields = new URLSearchParams(isPost ? await text(req) : query);
  const packed = fields.get('SAMLRequest') ?? fields.get('SAMLResponse') ?? '';
  const bytes = Buffer.from(packed, 'base64');
  return {
    xml: (isPost ? bytes : inflateRawSync(bytes)).toString(),
    relayState: fields.get('RelayState'),
    query,
    binding: isPost ? 'post' : 'redirect',
  };
}

export function attributeOf(xml: string, name: string): string | undefined {
  return new RegExp(` ${name}="([^"]*)"`).exec(xml)?.[1];
}

/** A page with a form, as browsers without scripts see it. */
export function formPage(action: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  return `<form method="post" action="${action}">${inputs.join('')}<button>Go on</button></form>`;
}

/** Where a page's only form leads, and what is in it. */
export function formOf(body: string): { action: string; fields: Record<string, string> } {
  const decoded = (text = ''): string =>
    text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replaceAll('&amp;', '&');
  const action = decoded(/<form[^>]* action="([^"]*)"/.exec(body)?.[1]);
  const inputs = [...body.matchAll(/<input[^>]* name="([^"]*)" value="([^"]*)"/g)];
  return { action, fields: Object.fromEntries(inputs.map(([, name, value]) => [name, decoded(value)])) };
}
