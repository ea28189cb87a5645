import { ServerResponse } from 'node:http';
import type { WhoApi } from '@who/core';
import type { ErrorPage } from './error-page.js';
import { type Arguments, hasMethods, install, methodsOf, type SendingMethods } from './output.js';
import { Watch } from './watch.js';

/** Has a response wait for the engine's decision, unless it does already. */
export type Gates = (res: ServerResponse, api: WhoApi<object>) => void;

/**
 * What stands before the responses of one middleware: the same functions for all of them, which find what is known of a
 * response under a private symbol. Functions of its own for each would cost more than all the rest.
 */
export function responseGates(errorPage: ErrorPage): Gates {
  const key = Symbol('@who/connect');
  type Watched = ServerResponse & { [key]?: Watch };
  const watchOf = (res: Watched): Watch => res[key] as Watch;

  const gates = {
    writeHead(this: Watched, ...args: Arguments) {
      const watch = watchOf(this);
      return watch.passed ? Reflect.apply(watch.found.writeHead, this, args) : watch.guard.output.writeHead(args);
    },
    write(this: Watched, ...args: Arguments) {
      const watch = watchOf(this);
      return watch.passes() ? Reflect.apply(watch.found.write, this, args) : watch.guard.output.write(args);
    },
    end(this: Watched, ...args: Arguments) {
      const watch = watchOf(this);
      return watch.passes() ? Reflect.apply(watch.found.end, this, args) : watch.guard.output.end(args);
    },
    flushHeaders(this: Watched) {
      const watch = watchOf(this);
      if (watch.passes()) watch.found.flushHeaders.call(this);
      else watch.guard.output.flushHeaders();
    },
  } as SendingMethods;
  const post = { errorPage, gates };

  /** A tripwire: whoever pipes into a response listens to it first. */
  const on = function (this: Watched, ...args: Parameters<typeof nodesOn>) {
    if (this.on === on) this.on = nodesOn;
    const watch = watchOf(this);
    if (!watch.passed) watch.guard.watchSources();
    return Reflect.apply(nodesOn, this, args);
  } as typeof nodesOn;

  /** The methods of the last response. Nearly all have the same ones, those of Node. */
  let found: SendingMethods | undefined;

  return (res: Watched, api) => {
    if (res[key]) return;
    if (!found || !hasMethods(res, found)) found = methodsOf(res);
    const watch = new Watch(post, res, api, found);
    res[key] = watch;
    install(res, gates);
    if (res.on === nodesOn) res.on = on;
    else watch.guard.watchListeners();
  };
}

const { on: nodesOn } = ServerResponse.prototype;
