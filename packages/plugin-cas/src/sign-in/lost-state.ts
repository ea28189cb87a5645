import type { Exchange } from '@who/core';
import type { CasContext } from '../context.js';
import { isPublicHost } from '../urls.js';
import { type Nonce, readNonce } from './nonce.js';

/** A sign-in of which this browser has no state. */
export interface LostState {
  /** What is known of it all the same; anybody can make that up. */
  readonly nonce: Nonce | undefined;
  /** Whether it is old or used up, as opposed to not of this browser. */
  readonly isPast: boolean;
  /** The likely cause, for the log. */
  readonly reason: string;
}

/**
 * Finds out why there is no state to go on from.
 *
 * @param nonces what the address names
 */
export function lostState(exchange: Exchange, context: CasContext, nonces: readonly string[]): LostState {
  if (nonces.length === 0) {
    const reason = 'nobody was sent to fetch this ticket: it was pushed ("acceptUnsolicited"), or CAS lost the query';
    return { nonce: undefined, isPast: false, reason };
  }
  const [text = ''] = nonces;
  const nonce = nonces.length === 1 ? readNonce(text) : undefined;
  const isOld = nonce !== undefined && nonce.begunAt + context.settings.stateMaxAgeSeconds <= exchange.now() / 1000;
  const hasOthers = context.cookies.all(exchange).some((state) => state.expiresAt > exchange.now());
  const facts = { text, nonce, isOld, hasOthers };
  return { nonce, isPast: isOld || hasOthers, reason: likelyCause(exchange, context, facts) };
}

interface Facts extends Pick<LostState, 'nonce'> {
  readonly text: string;
  readonly isOld: boolean;
  /** Whether this browser has other sign-ins. */
  readonly hasOthers: boolean;
}

function likelyCause(exchange: Exchange, { cookies, settings }: CasContext, facts: Facts): string {
  const { text, nonce, isOld, hasOthers } = facts;
  const { publicUrl } = exchange;
  if (!nonce) return 'the address is not one that this plugin has made';
  if (cookies.find(exchange, text)?.isOver) return 'this sign-in has been used already';
  if (isOld) return `it took longer than "stateMaxAgeSeconds", ${settings.stateMaxAgeSeconds}`;
  if (cookies.has(exchange, text)) {
    return 'the cookie was signed with another secret: all processes need the same "stateSecrets", also after a restart';
  }
  if (nonce.elsewhere && isPublicHost(exchange)) {
    return `it began at a Host that is not in "publicUrl", so the cookie stayed there and did not come to ${publicUrl}`;
  }
  if (hasOthers) return 'its cookie is gone: it has been used already, or newer sign-ins have taken its place';
  if (exchange.header('cookie')) {
    return 'the browser sent other cookies, but not this one: it has been used already, or began in another browser';
  }
  const scheme = publicUrl.startsWith('https:') ? ', or it began over plain http' : '';
  return `the browser sent no cookie: it keeps none, or this is not the browser in which it began${scheme}`;
}
