import type { Exchange, Plugin, Role, Roles } from '../contract/contract.js';
import { WhoError } from '../contract/errors.js';
import type { Logger } from '../contract/logger.js';
import type { Explain } from '../contract/reason.js';
import type { Peer, WhoRequest } from '../contract/request.js';
import { cookieValues } from '../reading/cookies.js';
import { readForm, readText } from '../reading/form.js';
import type { PublicUrl } from '../reading/public-url.js';
import { badTarget, isTarget } from '../reading/target.js';
import type { Watch, Watched } from './watch.js';

/** What an exchange needs of the engine that made it. */
export interface ExchangeSettings {
  readonly plugins: ReadonlyMap<string, Plugin>;
  /** Public URLs without a trailing slash; the first one counts unless `Host` names another. */
  readonly publicUrls: readonly PublicUrl[];
  readonly maxFormBytes: number;
  readonly logger: Logger;
  readonly now: () => number;
  /** Says what kind of request it is where somebody wants to know before the engine has asked, or it need not ask. */
  readonly classifyLate?: ((exchange: Exchange) => string) | undefined;
}

/** The exchange over one request. What its members mean stands in the contract. */
export class RequestExchange implements Exchange, Watched {
  readonly request: WhoRequest;
  readonly number: number = ++requests.made;
  watch: Watch | undefined;
  readonly #settings: ExchangeSettings;
  #classification: string | undefined;
  #target: string | undefined;
  #query: URLSearchParams | undefined;
  #scratch: Map<unknown, unknown> | undefined;
  #form: Promise<URLSearchParams> | undefined;

  constructor(request: WhoRequest, settings: ExchangeSettings) {
    this.request = request;
    this.#settings = settings;
  }

  get classification(): string {
    this.#classification ??= this.#settings.classifyLate?.(this);
    return this.#classification ?? '';
  }

  /** For the engine: sets what its classifier has said. */
  set classification(classification: string) {
    this.#classification = classification;
  }

  get method(): string {
    return this.request.method;
  }

  get target(): string {
    if (this.#target === undefined) {
      const { method, target } = this.request;
      if (!isTarget(method, target)) throw badTarget();
      this.#target = target;
    }
    return this.#target;
  }

  get path(): string {
    const { target } = this;
    const end = target.indexOf('?');
    return end === -1 ? target : target.slice(0, end);
  }

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.target.slice(this.path.length));
    return this.#query;
  }

  get headerLines(): readonly string[] {
    return this.request.headerLines;
  }

  header(name: string): string | undefined {
    return this.request.header(name);
  }

  headerValues(name: string): readonly string[] {
    const value = this.header(name);
    if (value === undefined) return [];
    const { headerLines } = this;
    const values: string[] = [];
    for (let i = 0; i + 1 < headerLines.length; i += 2) {
      if (headerLines[i]?.toLowerCase() === name) values.push(headerLines[i + 1] as string);
    }
    return values.length > 1 ? values : [value];
  }

  get mayHaveTrailers(): boolean {
    return this.request.mayHaveTrailers;
  }

  cookie(name: string): string | undefined {
    return this.cookies(name)[0];
  }

  cookies(name: string): readonly string[] {
    const header = this.header('cookie');
    return header === undefined ? [] : cookieValues(header, name);
  }

  get peer(): Peer | undefined {
    return this.request.peer;
  }

  get remoteAddress(): string | undefined {
    const address = this.peer?.address;
    return address?.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;
  }

  get connection(): Record<symbol, unknown> | undefined {
    return this.request.connection;
  }

  get publicUrl(): string {
    const { publicUrls } = this.#settings;
    const host = publicUrls.length > 1 ? this.header('host')?.toLowerCase() : undefined;
    return (publicUrls.find((url) => url.host === host) ?? publicUrls[0])?.href ?? '';
  }

  get url(): string {
    return this.target === '*' ? this.publicUrl : this.publicUrl + this.target;
  }

  plugin<R extends Role>(name: string, role: R): Roles[R] {
    const plugin = this.#settings.plugins.get(name);
    if (!plugin) {
      throw new WhoError(`No ${role} is registered under this name.`, { code: 'BAD_PLUGIN', plugin: name });
    }
    return plugin as Roles[R];
  }

  nameOf(plugin: Plugin): string | undefined {
    for (const [name, registered] of this.#settings.plugins) {
      for (let one: Plugin | undefined = registered; one; one = one.wraps) if (one === plugin) return name;
    }
    return undefined;
  }

  get scratch(): Map<unknown, unknown> {
    this.#scratch ??= new Map();
    return this.#scratch;
  }

  get logger(): Logger {
    return this.#settings.logger;
  }

  get explain(): Explain | undefined {
    return this.watch?.explain;
  }

  now(): number {
    return this.#settings.now();
  }

  form(): Promise<URLSearchParams> {
    this.#form ??= readForm(this.request, this.#settings.maxFormBytes);
    return this.#form;
  }

  text(): Promise<string> {
    return readText(this.request, this.#settings.maxFormBytes);
  }

  get raw(): object {
    return this.request.raw;
  }
}

const MAPPED = '::ffff:';
type Counted = { [key: symbol]: { made: number } | undefined };
/** How many there have been in this process, in all copies of this package: channels are the process's, too. */
// biome-ignore lint/suspicious/noAssignInExpressions: the first copy makes it
const requests = ((globalThis as Counted)[Symbol.for('@who/core.requests')] ??= { made: 0 });
