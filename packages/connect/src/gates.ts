import { type IncomingMessage, ServerResponse } from 'node:http';
import type { WhoApi } from '@who/core';
import type { ErrorPage } from './error-page.js';
import { type Arguments, hasMethods, install, methodsOf, type SendingMethods } from './output.js';
import { ResponseGuard } from './response-guard.js';

/** Has a response wait for the engine's decision, unless it does already. */
export type Gates = (req: IncomingMessage, res: ServerResponse, api: WhoApi<object>) => void;

/**
 * What stands before the responses of one middleware: the same functions for all of them, which find the guard of a
 * response under a private symbol. Functions of its own for each would cost more than all the rest.
 */
export function responseGates(errorPage: ErrorPage): Gates {
  const key = Symbol('@who/connect');
  type Guarded = ServerResponse & { [key]?: ResponseGuard };
  const guardOf = (res: Guarded): ResponseGuard => res[key] as ResponseGuard;

  const gates = {
    writeHead(this: Guarded, ...args: Arguments) {
      return guardOf(this).output.writeHead(args);
    },
    write(this: Guarded, ...args: Arguments) {
      return guardOf(this).output.write(args);
    },
    end(this: Guarded, ...args: Arguments) {
      return guardOf(this).output.end(args);
    },
    flushHeaders(this: Guarded) {
      guardOf(this).output.flushHeaders();
    },
  } as SendingMethods;
  const post = { errorPage, gates };

  /** A tripwire: whoever pipes into a response listens to it first. */
  const on = function (this: Guarded, ...args: Parameters<typeof nodesOn>) {
    if (this.on === on) this.on = nodesOn;
    guardOf(this).watchSources();
    return Reflect.apply(nodesOn, this, args);
  } as typeof nodesOn;

  /** The methods of the last response. Nearly all have the same ones, those of Node. */
  let found: SendingMethods | undefined;

  return (req, res: Guarded, api) => {
    if (res[key]) return;
    if (!found || !hasMethods(res, found)) found = methodsOf(res);
    const guard = new ResponseGuard(req, res, api, post, found);
    res[key] = guard;
    install(res, gates);
    if (res.on === nodesOn) {
      res.on = on;
    } else {
      guard.watchDrain();
      guard.watchSources();
    }
  };
}

const { on: nodesOn } = ServerResponse.prototype;
