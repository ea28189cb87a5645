import type { Exchange } from '../contract/contract.js';
import type { Explain } from '../contract/reason.js';
import type { WhoRequest } from '../contract/request.js';
import { isTarget } from '../reading/target.js';
import { type CallEvent, channels, type GivenReason, type StageEvent, type StageName } from './diagnostics.js';

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
  readonly #reasons: GivenReason[] = [];
  readonly #call: CallEvent;
  readonly #started: number = performance.now();

  constructor(exchange: Watched, stage: StageName, plugin: string) {
    this.#exchange = exchange;
    this.#outer = exchange.watch;
    this.#call = { request: exchange.number, stage, plugin, reasons: this.#reasons, around: (call) => call() };
    exchange.watch = this;
    channels.call.publish(this.#call);
  }

  readonly explain: Explain = (reason, facts) => {
    const { code, text, hint } = reason;
    this.#reasons.push(facts === undefined ? reason : { code, text, hint, facts });
  };

  /** `stage.call(run, step)` */
  call<Run, T>(stage: { call(run: Run, step: number): T }, run: Run, step: number): T {
    return this.#call.around(() => stage.call(run, step));
  }

  /** Tells of the call once it is over. */
  end(what: Pick<StageEvent, 'outcome' | 'userid' | 'code'>): void {
    // First of all: a classifier that is asked late says why to nobody, or to the call around this one.
    this.#exchange.watch = this.#outer;
    const { request, stage, plugin, reasons } = this.#call;
    const { classification } = this.#exchange;
    const { method, target } = this.#exchange.request;
    const path = isTarget(method, target) ? this.#exchange.path : '';
    const when = { startedMs: this.#started, durationMs: performance.now() - this.#started };
    const event: StageEvent = { request, method, path, classification, stage, plugin, reasons, ...when, ...what };
    channels[stage].publish(event);
  }
}
