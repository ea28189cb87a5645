import { type Released, valuesByName } from './attributes.js';
import type { Dialect } from './dialect.js';
import type { Failure, ProxyGrant, Success } from './outcome.js';

/**
 * Answers as JSON (CAS 3.0.3, sections 2.5.1 and 2.7.3). What the specification shows has no attributes in it; here
 * one value is a text and several are an array, so that clients meet both.
 */
const casJson = {
  contentType: 'application/json',
  document: (outcomes: readonly string[]) => `{"serviceResponse":{${outcomes.join(',')}}}\n`,
  // A failure of the specification's own for `/proxy`, too.
  failure: ({ code, message }: Failure) => member('authenticationFailure', { code, description: message }),
  nest: (failure: string, success: string) => `${failure.slice(0, -1)},${success}}`,
  breakUp: (document: string) => document.replace(/\}\n$/, ']\n'),
  estrange: (document: string) => document.replace('serviceResponse', 'serviceAnswer'),
  bomb: (document: string) =>
    document.replace(/(?<=:\{"\w+":\{)/, () => `"deep":${'['.repeat(2e4)}${']'.repeat(2e4)},`),
  beforeText: /(?<="(?:user|proxyTicket|code)":")/,
  beforeSpace: /(?<=\{"serviceResponse":)/,
} as const;

/** Validations as JSON. */
export const validationJson: Dialect<Success> = {
  ...casJson,
  success: ({ userid, attributes = [], pgtIou, proxies }) =>
    member('authenticationSuccess', {
      user: userid,
      attributes: attributes.length > 0 ? grouped(attributes) : undefined,
      proxyGrantingTicket: pgtIou,
      proxies: proxies.length > 0 ? proxies : undefined,
    }),
  decoy: { userid: 'intruder', authenticatedAtMs: 0, proxies: [] },
};

/** Answers to `/proxy` as JSON. */
export const proxyJson: Dialect<ProxyGrant> = {
  ...casJson,
  success: (grant) => member('proxySuccess', grant),
  decoy: { proxyTicket: 'PT-intruder' },
};

function member(name: string, value: object): string {
  return `"${name}":${JSON.stringify(value)}`;
}

function grouped(attributes: readonly Released[]): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Array.from(valuesByName(attributes), ([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}
