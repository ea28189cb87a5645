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
import { reasons } from '../reasons.js';
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
  function ask(exchange: Exchange): Reply {
    if (isNavigation(exchange)) return challenge(exchange, context);
    exchange.explain?.(reasons.CAS_SIGN_IN_REQUIRED);
    return plainAnswer('CAS_SIGN_IN_REQUIRED');
  }

  const answers: Record<'always' | 'renew' | 'gateway', Identification> = {
    always: {
      reply({ identity, exchange }, before) {
        if (identity) return exchange.explain?.(reasons.CAS_SIGNED_IN);
        return unlessAnswered(exchange, before, () => ask(exchange));
      },
    },
    renew: {
      reply({ identity, exchange }, before) {
        const isDone = identity !== undefined && isRenewed(identity, context.nameIn(exchange));
        if (isDone) return exchange.explain?.(reasons.CAS_SIGNED_IN);
        return unlessAnswered(exchange, before, () => ask(exchange));
      },
    },
    gateway: {
      reply({ identity, exchange }, before) {
        if (identity) return exchange.explain?.(reasons.CAS_SIGNED_IN);
        return unlessAnswered(exchange, before, () => tryGateway(exchange, context));
      },
    },
  };
  return (exchange) => {
    const ask = context.policyOf(exchange);
    if (ask === undefined) return exchange.explain?.(reasons.CAS_NOT_ITS_PATH);
    if (isAnswered(exchange)) return exchange.explain?.(reasons.CAS_OTHER_ANSWER);
    exchange.explain?.(reasons.CAS_POLICY, { ask });
    return answers[ask];
  };
}

function unlessAnswered(
  exchange: Exchange,
  before: Parameters<ReplyMaker>[1],
  answer: () => Reply | undefined,
): MaybePromise<Reply | undefined> {
  return chain(before(), (other) => {
    if (!other) return answer();
    exchange.explain?.(reasons.CAS_OTHER_ANSWER);
    return other;
  });
}
