// #with request-classifier
import { defaultRequestClassifier, type RequestClassifier } from '@who/core';
import { resolveRequestClassifierOptions, type SesameRequestClassifierOptions } from './options.js';

/**
 * Makes a request classifier: `program` for requests with a certain header, else what core's default classifier says.
 * Orders can then keep plugins that are for people away from programs.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const requestClassifier = sesameRequestClassifier({ header: 'X-Sesame' });
 */
export function sesameRequestClassifier(options: SesameRequestClassifierOptions): RequestClassifier {
  const header = resolveRequestClassifierOptions(options).header.toLowerCase();
  return (exchange) => (exchange.header(header) === undefined ? defaultRequestClassifier(exchange) : 'program');
}
// #end
