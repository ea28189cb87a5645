import type { Exchange, Identification } from '@who/core';
import type { CasContext } from '../context.js';
import { isRenewed } from '../userdata.js';
import { isAnswered } from './answered.js';
import { challenge, tryGateway } from './departure.js';

/** What a policy does with a request that no other plugin answers; the same object every time. */
export type Enforcement = (exchange: Exchange) => Identification | undefined;

/** Asks for a sign-in in the application's place, once it is known whether somebody is signed in. */
export function enforcement(context: CasContext): Enforcement {
  const answers: Record<'always' | 'renew' | 'gateway', Identification> = {
    always: { reply: ({ identity, exchange }) => (identity ? undefined : challenge(exchange, context)) },
    renew: {
      reply({ identity, exchange }) {
        const isDone = identity !== undefined && isRenewed(identity, context.nameIn(exchange));
        return isDone ? undefined : challenge(exchange, context);
      },
    },
    gateway: { reply: ({ identity, exchange }) => (identity ? undefined : tryGateway(exchange, context)) },
  };
  return (exchange) => {
    const ask = context.policyOf(exchange);
    return ask && !isAnswered(exchange) ? answers[ask] : undefined;
  };
}
