import { type ContentType, type Reply, textReply } from '../http/reply.js';
import { type Failure, failed } from './outcome.js';

/** How outcomes are written in one format, and how such an answer can be spoilt. */
export interface Dialect<S extends object> {
  readonly contentType: ContentType;
  success(success: S): string;
  failure(failure: Failure): string;
  /** The whole answer. Good ones have one outcome. */
  document(outcomes: readonly string[]): string;
  /** A success that was never granted. */
  readonly decoy: S;
  /** A failure with a success inside. */
  nest(failure: string, success: string): string;
  /** Not well-formed any more. */
  breakUp(document: string): string;
  /** The same, under a name that means something else. */
  estrange(document: string): string;
  /** Much too much for a reader that follows everything. */
  bomb(document: string): string;
  /** Matches nothing but the place in front of the first text that people wrote. */
  readonly beforeText: RegExp;
  /** Matches nothing but a place where spaces may stand. */
  readonly beforeSpace: RegExp;
}

/** One answer, and what a fault needs to make others of it. */
export interface Answer {
  readonly reply: Reply;
  readonly document: string;
  readonly outcome: string;
  /** The opposite of the outcome. */
  readonly opposite: string;
  /** The success, of these two. */
  readonly success: string;
  readonly dialect: Omit<Dialect<never>, 'success' | 'decoy'>;
}

/** An outcome as it goes out in one format. */
export function answerIn<S extends object>(dialect: Dialect<S>, result: S | Failure): Answer {
  const failure = dialect.failure({ code: 'INVALID_TICKET', message: 'Ticket not recognised' });
  const [outcome, opposite] = failed(result)
    ? [dialect.failure(result), dialect.success(dialect.decoy)]
    : [dialect.success(result), failure];
  const document = dialect.document([outcome]);
  return {
    reply: textReply(dialect.contentType, document),
    document,
    outcome,
    opposite,
    success: failed(result) ? opposite : outcome,
    dialect,
  };
}
