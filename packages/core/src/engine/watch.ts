import type { Exchange } from '../contract/contract.js';
import type { Explain } from '../contract/reason.js';
import type { WhoRequest } from '../contract/request.js';
import { isTarget } from '../reading/target.js';
import { channels, type GivenReason, type StageEvent, type StageName } from './diagnostics.js';

/** What has to be known of a request that is watched. */
export interface Watched extends Pick<Exchange, 'path' | 'classification'> {
  readonly request: WhoRequest;
  /** Number of the request. */
  readonly number: number;
  /** The innermost call of a plugin that is under way: a form's answer makes a login, for instance. */
  watch: Watch | undefined;
}

/** One call of a plugin, while somebody looks on. */
export class Watch {
  readonly #exchange: Watched;
  readonly #outer: Watch | undefined;
  readonly #started: number = performance.now();
  readonly #reasons: GivenReason[] = [];

  constructor(exchange: Watched) {
    this.#exchange = exchange;
    this.#outer = exchange.watch;
    exchange.watch = this;
  }

  readonly explain: Explain = (reason, facts) => {
    const { code, text, hint } = reason;
    this.#reasons.push(facts === undefined ? reason : { code, text, hint, facts });
  };

  /** Tells of the call once it is over. */
  end(stage: StageName, what: Pick<StageEvent, 'plugin' | 'outcome' | 'code'>): void {
    // First of all: a classifier that is asked late says why to nobody, or to the call around this one.
    this.#exchange.watch = this.#outer;
    const { number, request, classification } = this.#exchange;
    const { method, target } = request;
    const event: StageEvent = {
      request: number,
      method,
      path: isTarget(method, target) ? this.#exchange.path : '',
      classification,
      stage,
      startedMs: this.#started,
      durationMs: performance.now() - this.#started,
      reasons: this.#reasons,
      ...what,
    };
    channels[stage].publish(event);
  }
}
