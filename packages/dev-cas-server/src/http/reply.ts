import type { Reply as WholeReply } from '@who/dev-server';

/** An answer as data. */
export interface Reply extends WholeReply {
  /** How it goes out, when not whole and at once. Only faults set it. */
  readonly delivery?: Delivery | undefined;
}

/** Ways in which a server can fail to deliver an answer. */
export type Delivery =
  | { readonly how: 'late' | 'late-body'; readonly delayMs: number }
  | { readonly how: 'never' | 'drop' | 'half' }
  | { readonly how: 'stream'; readonly chunks: Iterable<string> };

/** Media types of answers that are read by programs. */
export type ContentType = 'text/plain' | 'text/xml' | 'application/xml' | 'application/json';

/** An answer that is read by a program. */
export function textReply(contentType: ContentType, body: string): Reply {
  return { status: 200, headers: [['Content-Type', `${contentType}; charset=utf-8`]], body };
}
