import type { ServerResponse } from 'node:http';

/** The methods of a response by which its head and body leave. */
export type SendingMethods = Pick<ServerResponse, 'writeHead' | 'write' | 'end' | 'flushHeaders'>;

/** These, and the one by which somebody may find out when. */
export type ResponseMethods = SendingMethods & Pick<ServerResponse, 'on'>;

/** Arguments as they were given, in any of the forms that Node allows. */
export type Arguments = readonly unknown[];

/** What becomes of the calls of {@link SendingMethods} on a response that does not go out as it is. */
export interface Output {
  write(args: Arguments): boolean;
  end(args: Arguments): ServerResponse;
  flushHeaders(): void;
  writeHead(args: Arguments): ServerResponse;
}

/** The methods that a response has at this moment. */
export function methodsOf({ writeHead, write, end, flushHeaders, on }: ServerResponse): ResponseMethods {
  return { writeHead, write, end, flushHeaders, on };
}

/** Whether a response has these methods. */
export function hasMethods(res: ServerResponse, methods: ResponseMethods): boolean {
  const { writeHead, write, end, flushHeaders, on } = methods;
  const sends = res.writeHead === writeHead && res.write === write && res.end === end;
  return sends && res.flushHeaders === flushHeaders && res.on === on;
}

/** Puts methods on a response, over those that it has. */
export function install(res: ServerResponse, methods: SendingMethods): void {
  res.writeHead = methods.writeHead;
  res.write = methods.write;
  res.end = methods.end;
  res.flushHeaders = methods.flushHeaders;
}

/** Puts methods in the place of others, where a response still has these. */
export function restore(res: ServerResponse, own: SendingMethods, methods: SendingMethods): void {
  if (res.writeHead === own.writeHead) res.writeHead = methods.writeHead;
  if (res.write === own.write) res.write = methods.write;
  if (res.end === own.end) res.end = methods.end;
  if (res.flushHeaders === own.flushHeaders) res.flushHeaders = methods.flushHeaders;
}

/** Calls the callback among the arguments of a `write` or `end` that goes nowhere, in a later tick, as Node does. */
export function callBack(args: Arguments, error?: Error): void {
  const callback = args.find((argument) => typeof argument === 'function');
  if (callback) process.nextTick(callback as (error?: Error) => void, error);
}
