import {
  chain,
  type Exchange,
  type Identification,
  isNavigation,
  type MaybePromise,
  type Reply,
  type ReplyMaker,
} from '@who/core';
import type { CasContext } from '../context.js';
import { plainAnswer } from '../single-logout/replies.js';
import { isRenewed } from '../userdata.js';
import { isAnswered } from './answered.js';
import { challenge, tryGateway } from './departure.js';

/** What a policy does with a request that no other plugin answers; the same object every time. */
export type Enforcement = (exchange: Exchange) => Identification | undefined;

/**
 * Asks for a sign-in in the application's place, once it is known whether somebody is signed in. Where an identifier
 * before this one answers, the application is not reached anyhow, and that answer stands.
 */
export function enforcement(context: CasContext): Enforcement {
  const ask = (exchange: Exchange): Reply =>
    isNavigation(exchange) ? challenge(exchange, context) : plainAnswer('CAS_SIGN_IN_REQUIRED');
  const answers: Record<'always' | 'renew' | 'gateway', Identification> = {
    always: {
      reply: ({ identity, exchange }, before) => (identity ? undefined : unlessAnswered(before, () => ask(exchange))),
    },
    renew: {
      reply({ identity, exchange }, before) {
        const isDone = identity !== undefined && isRenewed(identity, context.nameIn(exchange));
        return isDone ? undefined : unlessAnswered(before, () => ask(exchange));
      },
    },
    gateway: {
      reply: ({ identity, exchange }, before) =>
        identity ? undefined : unlessAnswered(before, () => tryGateway(exchange, context)),
    },
  };
  return (exchange) => {
    const ask = context.policyOf(exchange);
    return ask && !isAnswered(exchange) ? answers[ask] : undefined;
  };
}

function unlessAnswered(
  before: Parameters<ReplyMaker>[1],
  answer: () => Reply | undefined,
): MaybePromise<Reply | undefined> {
  return chain(before(), (other) => other ?? answer());
}
