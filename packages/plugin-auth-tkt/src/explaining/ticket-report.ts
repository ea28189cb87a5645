import { Malformed } from './explanation.js';
import { judge } from './judgement.js';
import { judgedReport, type TicketReport } from './report.js';

/** By what a ticket is explained. */
export interface TicketReportBasis {
  /** The newest first: fields are read by what one of them has signed. */
  readonly secrets: readonly string[];
  readonly cookieName: string;
  readonly nowSeconds: number;
  /** For whom tickets of `who1` are. @default nobody in particular */
  readonly audience?: string | undefined;
  /** The client's, where tickets are bound to it. @default they are bound to none */
  readonly address?: string | undefined;
}

/**
 * What a ticket says, field by field, whether it counts or not: for tools that explain it to whoever has it in his hands.
 * `secret` says which secret has signed it, from 1; without it, nothing in the report is to be believed. Of the signature
 * there is nothing in it.
 *
 * @param value the cookie's, as bytes, one character for each (latin1)
 * @returns `{ cookieName, problem }` for what is no ticket
 */
export function ticketReport(value: string, options: TicketReportBasis): TicketReport {
  const { cookieName, nowSeconds, audience, address } = options;
  const judged = judge(value, { ...ANYTHING, ...options, audience, address });
  if (judged instanceof Malformed) return { cookieName, problem: judged.problem };
  const report = judgedReport(judged, { cookieName, nowSeconds, count: 1 });
  if (judged.secret !== undefined || !MAY_BE_SIGNATURE.test(String(report['userid']))) return report;
  // Signed by a longer digest than was guessed, perhaps: then this is the rest of it.
  return { ...report, userid: undefined, useridUnquoted: undefined, useridByType: undefined };
}

const MAY_BE_SIGNATURE = /^[0-9a-f]{16}/;

const ANYTHING = {
  format: undefined,
  digest: undefined,
  compat: undefined,
  useridTypes: undefined,
  timeoutSeconds: Number.POSITIVE_INFINITY,
  clockSkewSeconds: Number.POSITIVE_INFINITY,
};
