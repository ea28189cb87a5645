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
  readonly #stage: StageName;
  readonly #plugin: string;
  #reasons: GivenReason[] | undefined;
  readonly #started: number = performance.now();

  constructor(exchange: Watched, stage: StageName, plugin: string) {
    this.#exchange = exchange;
    this.#outer = exchange.watch;
    this.#stage = stage;
    this.#plugin = plugin;
    exchange.watch = this;
  }

  readonly explain: Explain = (reason, facts) => {
    const given = facts === undefined ? reason : { code: reason.code, text: reason.text, hint: reason.hint, facts };
    // A list that begins with one is as long as that: an empty one makes room for many with its first.
    if (this.#reasons) this.#reasons.push(given);
    else this.#reasons = [given];
  };

  /** `stage.call(run, step)` */
  call<Run, T>(stage: { call(run: Run, step: number): T }, run: Run, step: number): T {
    if (!channels.call.hasSubscribers) return stage.call(run, step);
    this.#reasons = [];
    const call = { request: this.#exchange.number, stage: this.#stage, plugin: this.#plugin, reasons: this.#reasons };
    const event: CallEvent = { ...call, around: (call) => call() };
    channels.call.publish(event);
    return event.around(() => stage.call(run, step));
  }

  /** Tells of the call once it is over. */
  end(outcome: StageEvent['outcome'], userid: string | undefined, code?: string): void {
    const [exchange, stage, startedMs] = [this.#exchange, this.#stage, this.#started];
    // Before anything else: a classifier that is asked late says why to nobody, or to the call around this one.
    exchange.watch = this.#outer;
    const { classification, number, request } = exchange;
    const { method, target } = request;
    // Each by its name: spreading an object into another one takes ten times as long.
    const event: StageEvent = {
      request: number,
      method,
      path: isTarget(method, target) ? exchange.path : '',
      classification,
      stage,
      plugin: this.#plugin,
      reasons: this.#reasons ?? [],
      startedMs,
      durationMs: performance.now() - startedMs,
      outcome,
      userid,
      code,
    };
    // What a plugin says when its call is over is for nobody: those who were told may keep the list.
    this.#reasons = undefined;
    channels[stage].publish(event);
  }
}
