// What users of the package see. Written by "npx -y pnpm@12 api".

import type { IncomingMessage } from 'node:http';
import type { KeyObject } from 'node:crypto';
import type { Logger } from '@who/core';
import type { ParseArgsConfig } from 'node:util';
import type { RequestListener } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { parseArgs } from 'node:util';

interface ClientAnswer {
  readonly status?: number | undefined;
  readonly problem?: string | undefined;
}

type ClientCall = (url: URL | string, init: RequestInit) => Promise<ClientAnswer>;

interface Command<Values> {
  readonly name: string;
  readonly help: string;
  parse(argv: readonly string[]): Values;
  start(values: Values, io: CommandIo): Promise<StartedServer>;
}

interface CommandIo {
  out(text: string): void;
  err(text: string): void;
  readonly stop: AbortSignal;
}

interface DevAccount {
  readonly password: string;
  readonly attributes?: DevAttributes | undefined;
}

type DevAttributes = Readonly<Record<string, string | readonly string[]>>;

interface DevRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  header(name: string): string | undefined;
  cookie(name: string): string | undefined;
  form(): Promise<URLSearchParams>;
  body(isKind: (type: string) => boolean, otherwise: string): Promise<string>;
}

type DevServerProblem = 'BAD_OPTION' | 'EADDRINUSE' | 'LISTEN_FAILED' | 'NOT_LOOPBACK' | 'IN_PRODUCTION';

interface DevUser extends DevAccount {
  readonly userid: string;
}

type DevUsers = readonly DevUser[] | Readonly<Record<string, DevAccount>>;

type Fail = (code: DevServerProblem, message: string, cause?: unknown) => Error;

type FlagValues<F extends Flags> = ReturnType<typeof parseArgs<{
  options: F;
}>>['values'];

type Flags = NonNullable<ParseArgsConfig['options']>;

interface Html {
  readonly markup: string;
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

interface KnownUser extends DevUser {
  readonly attributes: DevAttributes;
}

interface Listening {
  readonly port: number;
  readonly origin: string;
  close(): Promise<void>;
}

interface LoginForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly goesOnTo: string | undefined;
  readonly userid?: string | undefined;
  readonly problem?: string | undefined;
  readonly accounts: readonly DevUser[];
}

interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

type PageMaker = (status: number, title: string, content: Html, powers?: PagePowers) => Reply;

interface PagePowers {
  readonly leads?: boolean | undefined;
  readonly script?: string | undefined;
  readonly frames?: boolean | undefined;
  readonly scripts?: boolean | undefined;
}

type Part = string | Html | readonly Html[] | undefined;

interface Place {
  readonly port: number;
  readonly host: string;
  readonly tls?: {
    readonly cert: string;
    readonly key: string;
  } | undefined;
}

declare class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string);
}

interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [
    name: string,
    value: string
  ])[];
  readonly body: string | Buffer;
}

type Route<Handler> = Readonly<Record<string, Handler>>;

interface SigningKey {
  readonly key: string;
  readonly certificate: string;
}

interface Site<R extends Reply> {
  readonly name: string;
  readonly routes: ReadonlyMap<string, Route<(request: DevRequest) => R | Promise<R>>>;
  readonly page: PageMaker;
  readonly logger: Logger;
  readonly maxBodyBytes?: number | undefined;
  readonly deliver?: ((response: ServerResponse, reply: R | Reply) => void | Promise<void>) | undefined;
}

interface StartedServer {
  readonly greeting: string;
  close(): Promise<void>;
}

declare class UsageError extends Error {
}

declare function accountLines(users: readonly {
  readonly userid: string;
  readonly password: string;
}[]): string;

declare const always: Reply['headers'];

declare function certify(keys: Keys, name: string, nowMs: number): SigningKey;

declare function createClientCall(timeoutMs: number, closing: AbortSignal): ClientCall;

declare function createListener<R extends Reply>(site: Site<R>): RequestListener;

declare const defaultLogger: Logger;

declare function errorPage(page: PageMaker, status: number, title: string, message: string): Reply;

declare function findHandler<Handler>(routes: ReadonlyMap<string, Route<Handler>>, method: string, path: string, page: PageMaker): {
  readonly handler: Handler;
} | {
  readonly reply: Reply;
};

declare function hiddenInputs(fields: Readonly<Record<string, string>>): readonly Html[];

declare function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html;

declare function isHttpUrl(address: string): boolean;

declare function isLoopbackUrl(address: string): boolean;

declare function isSameText(one: string, other: string): boolean;

declare function listen(listener: RequestListener, { port, host, tls }: Place, fail: Fail): Promise<Listening>;

declare function loginForm({ action, hidden, goesOnTo, userid, problem, accounts }: LoginForm): Html;

declare const loopbackHosts: readonly string[];

declare function makeCertificate(name: string, nowMs: number): MadeCertificate;

declare function makeSigningKey(name: string, nowMs: number): Promise<SigningKey>;

declare function pageMaker(server: string): PageMaker;

declare function parameter(parameters: URLSearchParams, name: string): string | undefined;

declare function parseFlags<const F extends Flags>(argv: readonly string[], flags: F): FlagValues<F>;

declare function postPage(page: PageMaker, action: string, fields: Readonly<Record<string, string>>): Reply;

declare function pushBounded<T>(list: T[], item: T, maxEntries: number): void;

declare function randomName(): string;

declare function readRequest(message: IncomingMessage, maxBodyBytes?: number): DevRequest;

declare function readUsersFile(file: string, fail: (message: string, cause: unknown) => Error): Promise<DevUsers>;

declare function redirect(page: PageMaker, status: 302 | 303, location: string): Reply;

declare function requireKnownNames(what: string, given: object, names: Readonly<Record<string, true>>, fail: Fail): void;

declare function requirePlace(port: number, host: string, fail: Fail): void;

declare function resolveUsers(users: DevUsers, fail: Fail): ReadonlyMap<string, KnownUser>;

declare function runCommand<Values extends {
  readonly help?: boolean | undefined;
}>({ name, help, parse, start }: Command<Values>, argv: readonly string[], io: CommandIo, isOwn: (error: unknown) => error is Error & {
  readonly code: string;
}): Promise<number>;

declare function runInProcess(main: (argv: readonly string[], io: CommandIo) => Promise<number>): Promise<void>;

declare const sampleUsers: readonly DevUser[];

declare function setBounded<K, V>(map: Map<K, V>, key: K, value: V, maxEntries: number): void;

declare function wholeNumber(text: string | undefined): number | undefined;

declare function withHeaders<R extends Reply>(reply: R, ...more: Reply['headers']): R;

// @who/dev-server
export {
  ClientAnswer,
  ClientCall,
  Command,
  CommandIo,
  DevAccount,
  DevAttributes,
  DevRequest,
  DevServerProblem,
  DevUser,
  DevUsers,
  Fail,
  FlagValues,
  Html,
  Keys,
  KnownUser,
  Listening,
  Logger,
  LoginForm,
  MadeCertificate,
  PageMaker,
  PagePowers,
  Place,
  Refusal,
  Reply,
  Route,
  SigningKey,
  Site,
  StartedServer,
  UsageError,
  accountLines,
  always,
  certify,
  createClientCall,
  createListener,
  defaultLogger,
  errorPage,
  findHandler,
  hiddenInputs,
  html,
  isHttpUrl,
  isLoopbackUrl,
  isSameText,
  listen,
  loginForm,
  loopbackHosts,
  makeCertificate,
  makeSigningKey,
  pageMaker,
  parameter,
  parseFlags,
  postPage,
  pushBounded,
  randomName,
  readRequest,
  readUsersFile,
  redirect,
  requireKnownNames,
  requirePlace,
  resolveUsers,
  runCommand,
  runInProcess,
  sampleUsers,
  setBounded,
  wholeNumber,
  withHeaders,
};
