import type { Identity, Predicate } from '@who/core';

/** Those whose ticket says that a second factor was given: `TKTAuthRequireMultifactor` for a part of an application. */
export function hasMultifactor(): Predicate {
  return (identity) => identity !== undefined && gaveMultifactor(identity);
}

/** Whether a second factor was given, as the ticket or the application says in the metadata. */
export function gaveMultifactor({ metadata }: Identity<object>): boolean {
  return (metadata as { readonly multifactor?: unknown }).multifactor === true;
}
