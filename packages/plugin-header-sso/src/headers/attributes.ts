import type { Exchange } from '@who/core';
import { PACKAGE } from '../errors.js';
import type { HeaderSsoSettings } from '../options.js';
import type { FoundHeaders, HeaderTable } from './header-table.js';
import { type ValueProblem, valueReader } from './values.js';

/** What a front end releases about a user: values by name. Absent ones have no entry. */
export type SsoAttributes = Readonly<Record<string, readonly string[]>>;

/** Makes a function that reads all attributes. Those that break a rule are left out, with a warning that names them. */
export function attributeReader(
  settings: HeaderSsoSettings,
  table: HeaderTable,
): (exchange: Exchange, values: FoundHeaders['values']) => SsoAttributes {
  const slots = settings.attributes.map(([header, name]) => ({ name, index: table.indexOf(header) }));

  const readValues = valueReader(settings);

  return (exchange, values) => {
    const attributes: Record<string, readonly string[]> = {};
    for (const { name, index } of slots) {
      const read = readValues(values[index]);
      if (typeof read === 'string')
        exchange.logger.warn(`[${PACKAGE}] Attribute "${name}" is left out: ${PROBLEMS[read]}.`);
      else if (read) attributes[name] = read;
    }
    return attributes;
  };
}

const PROBLEMS: Readonly<Record<ValueProblem, string>> = {
  encoding: 'a value cannot be decoded as "encoding" and "encodedWords" say',
  count: 'it has more than "maxValues" values',
  length: 'a value is longer than "maxValueLength"',
  control: 'a value has control characters',
};
