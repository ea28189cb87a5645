import type { Exchange } from '@who/core';
import { type Typed, typedInForm, typedInJson } from './typed.js';

/** How a login comes: from a form, or from a program. */
export type BodyKind = 'form' | 'json';

/** What kind of body it says it is; `undefined` for any other, `multipart/form-data` included, and another charset. */
export function bodyKind(exchange: Exchange): BodyKind | undefined {
  const [, subtype, charset] = TYPE.exec(exchange.header('content-type') ?? '') ?? [];
  if (subtype === undefined || !/^(?:utf-?8)?$/i.test(charset ?? '')) return undefined;
  return subtype.toLowerCase() === 'json' ? 'json' : 'form';
}

/**
 * @returns `undefined` for what nobody can have typed
 * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400), BODY_USED
 */
export async function readTyped(exchange: Exchange, kind: BodyKind): Promise<Typed | undefined> {
  const json = kind === 'json' ? await exchange.text() : '';
  // Where a layer above has parsed it, its fields are what a form's would be.
  return json === '' ? typedInForm(await exchange.form()) : typedInJson(json);
}

/** Parameters other than the charset would be news. */
const TYPE = /^application\/(x-www-form-urlencoded|json)\s*(?:;\s*charset="?([\w-]*)"?\s*)?;?$/i;
