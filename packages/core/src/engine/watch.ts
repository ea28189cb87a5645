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
  readonly #call: Omit<CallEvent, 'around'>;
  readonly #started: number = performance.now();

  constructor(exchange: Watched, stage: StageName, plugin: string) {
    this.#exchange = exchange;
    this.#outer = exchange.watch;
    this.#call = { request: exchange.number, stage, plugin, reasons: [] };
    exchange.watch = this;
  }

  readonly explain: Explain = (reason, facts) => {
    const { code, text, hint } = reason;
    (this.#call.reasons as GivenReason[]).push(facts === undefined ? reason : { code, text, hint, facts });
  };

  /** `stage.call(run, step)` */
  call<Run, T>(stage: { call(run: Run, step: number): T }, run: Run, step: number): T {
    if (!channels.call.hasSubscribers) return stage.call(run, step);
    const event: CallEvent = { ...this.#call, around: (call) => call() };
    channels.call.publish(event);
    return event.around(() => stage.call(run, step));
  }

  /** Tells of the call once it is over. */
  end(outcome: StageEvent['outcome'], userid: string | undefined, code?: string): void {
    const [exchange, startedMs] = [this.#exchange, this.#started];
    // Before anything else: a classifier that is asked late says why to nobody, or to the call around this one.
    exchange.watch = this.#outer;
    const { request, stage, plugin, reasons } = this.#call;
    const { classification } = exchange;
    const { method, target } = exchange.request;
    // Each by its name: spreading an object into another one takes ten times as long.
    const event: StageEvent = {
      request,
      method,
      path: isTarget(method, target) ? exchange.path : '',
      classification,
      stage,
      plugin,
      reasons,
      startedMs,
      durationMs: performance.now() - startedMs,
      outcome,
      userid,
      code,
    };
    channels[stage].publish(event);
  }
}
