import type { ServerResponse } from 'node:http';

/** The methods of a response by which its head and body leave. */
export type SendingMethods = Pick<ServerResponse, 'writeHead' | 'write' | 'end' | 'flushHeaders'>;

/** Arguments as they were given, in any of the forms that Node allows. */
export type Arguments = readonly unknown[];

/** What becomes of the calls of {@link SendingMethods}. A response has one at a time, and changes it on its way. */
export interface Output {
  writeHead(args: Arguments): ServerResponse;
  write(args: Arguments): boolean;
  end(args: Arguments): ServerResponse;
  flushHeaders(): void;
}

/** Hands every call on, unchanged, to the methods that a response had. */
export class Outer implements Output {
  readonly methods: SendingMethods;
  readonly #res: ServerResponse;

  constructor(res: ServerResponse, methods: SendingMethods) {
    this.methods = methods;
    this.#res = res;
  }

  writeHead(args: Arguments): ServerResponse {
    return Reflect.apply(this.methods.writeHead, this.#res, args);
  }

  write(args: Arguments): boolean {
    return Reflect.apply(this.methods.write, this.#res, args);
  }

  end(args: Arguments): ServerResponse {
    return Reflect.apply(this.methods.end, this.#res, args);
  }

  flushHeaders(): void {
    this.methods.flushHeaders.call(this.#res);
  }
}

/** The methods that a response has at this moment. */
export function methodsOf({ writeHead, write, end, flushHeaders }: ServerResponse): SendingMethods {
  return { writeHead, write, end, flushHeaders };
}

/** Whether these are they. */
export function hasMethods(res: ServerResponse, { writeHead, write, end, flushHeaders }: SendingMethods): boolean {
  return res.writeHead === writeHead && res.write === write && res.end === end && res.flushHeaders === flushHeaders;
}

/** Puts methods on a response, over those that it has. */
export function install(res: ServerResponse, methods: SendingMethods): void {
  res.writeHead = methods.writeHead;
  res.write = methods.write;
  res.end = methods.end;
  res.flushHeaders = methods.flushHeaders;
}

/** Calls the callback among the arguments of a `write` or `end` that goes nowhere, in a later tick, as Node does. */
export function callBack(args: Arguments, error?: Error): void {
  const callback = args.find((argument) => typeof argument === 'function');
  if (callback) process.nextTick(callback as (error?: Error) => void, error);
}
