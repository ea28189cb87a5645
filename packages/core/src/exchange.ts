import type { IncomingMessage } from 'node:http';
import { cookieValues } from './cookies.js';
import { WhoError } from './errors.js';
import { readForm, readText } from './form.js';
import type { Logger } from './logger.js';
import type { Plugin, Role, Roles } from './plugin.js';
import type { PublicUrl } from './public-url.js';
import { badTarget, targetOf } from './target.js';

/** A request as node:http, its HTTP/2 compatibility API, Connect and Express deliver it. */
export type WhoRequest = IncomingMessage & { readonly originalUrl?: string | undefined };

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

/** For the engine: sets what its classifier has said. */
export let classify: (exchange: Exchange, classification: string) => void;

/**
 * One request as plugins see it. Everything that has to be parsed is parsed when somebody asks, and once.
 * Nothing in here can change the request.
 */
export class Exchange {
  readonly request: WhoRequest;
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

  static {
    classify = (exchange, classification) => {
      exchange.#classification = classification;
    };
  }

  /** What the request classifier says; empty while one that may fail or take its time has not been asked. */
  get classification(): string {
    this.#classification ??= this.#settings.classifyLate?.(this);
    return this.#classification ?? '';
  }

  get method(): string {
    return this.request.method ?? 'GET';
  }

  /**
   * Path and query as they came, or `*`; also inside a mounted Connect or Express application. Never normalised.
   *
   * @throws {WhoError} BAD_TARGET (400) for any other form
   */
  get target(): string {
    this.#target ??= targetOf(this.request);
    if (this.#target === undefined) throw badTarget();
    return this.#target;
  }

  /** The path without the query, still percent-encoded. */
  get path(): string {
    const target = this.target;
    const end = target.indexOf('?');
    return end === -1 ? target : target.slice(0, end);
  }

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.target.slice(this.path.length));
    return this.#query;
  }

  /** A header's value as Node gives it, repeated ones joined. `name` in lower case. */
  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** Every value that was sent under a header's name, in order. `name` in lower case. */
  headerValues(name: string): readonly string[] {
    const value = this.header(name);
    if (value === undefined) return [];
    const { rawHeaders } = this.request;
    const values: string[] = [];
    for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
      if (rawHeaders[i]?.toLowerCase() === name) values.push(rawHeaders[i + 1] as string);
    }
    return values.length > 1 ? values : [value];
  }

  /** The first value of a cookie, as it was sent: neither unquoted nor decoded. */
  cookie(name: string): string | undefined {
    return this.cookies(name)[0];
  }

  /** Every value of a cookie, in order, as they were sent. */
  cookies(name: string): readonly string[] {
    const header = this.request.headers.cookie;
    return header === undefined ? [] : cookieValues(header, name);
  }

  /**
   * The other end of the socket: the client, or the proxy in front. Never taken from a header. An IPv4 address is
   * written as one (`10.0.0.1`), also where the server listens on IPv6.
   */
  get remoteAddress(): string | undefined {
    const address = addressOf(this.request);
    return address?.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;
  }

  /** The application's own public URL, without a trailing slash. From the configuration, never from headers alone. */
  get publicUrl(): string {
    const { publicUrls } = this.#settings;
    const host = publicUrls.length > 1 ? this.header('host')?.toLowerCase() : undefined;
    return (publicUrls.find((url) => url.host === host) ?? publicUrls[0])?.href ?? '';
  }

  /** The absolute URL of this request as the browser sees it; the public URL itself where the target is `*`. */
  get url(): string {
    return this.target === '*' ? this.publicUrl : this.publicUrl + this.target;
  }

  /**
   * Another plugin, by its registered name and the role that it plays.
   *
   * @throws {WhoError} BAD_PLUGIN
   */
  plugin<R extends Role>(name: string, role: R): Roles[R] {
    const plugin = this.#settings.plugins.get(name);
    if (!plugin) {
      throw new WhoError(`No ${role} is registered under this name.`, { code: 'BAD_PLUGIN', plugin: name });
    }
    return plugin as Roles[R];
  }

  /** The name under which a plugin is registered. */
  nameOf(plugin: Plugin): string | undefined {
    for (const [name, registered] of this.#settings.plugins) if (registered === plugin) return name;
    return undefined;
  }

  /** Space for what a plugin wants to keep during this request. Use the plugin or a private symbol as the key. */
  get scratch(): Map<unknown, unknown> {
    this.#scratch ??= new Map();
    return this.#scratch;
  }

  /**
   * Lasts as long as the connection: for what was made of a header that nearly always comes again, under a private
   * symbol. Behind a proxy many clients share a connection, so keep the header beside it and compare. Not with HTTP/2.
   */
  get connection(): Record<symbol, unknown> | undefined {
    const { httpVersionMajor, socket } = this.request;
    return httpVersionMajor === 1 ? (socket as object as Record<symbol, unknown>) : undefined;
  }

  get logger(): Logger {
    return this.#settings.logger;
  }

  /** Milliseconds since 1970, from the engine's clock. */
  now(): number {
    return this.#settings.now();
  }

  /**
   * The fields of a posted form; empty when the body is not a form. The body stays readable for the application.
   *
   * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400)
   */
  form(): Promise<URLSearchParams> {
    this.#form ??= readForm(this.request, this.#settings.maxFormBytes);
    return this.#form;
  }

  /**
   * The body of a request as text, whatever kind it says it is of; no larger than a form. It stays readable for the
   * application.
   *
   * @throws {WhoError} FORM_TOO_LARGE (413), BAD_FORM (400)
   */
  text(): Promise<string> {
    return readText(this.request, this.#settings.maxFormBytes);
  }
}

const MAPPED = '::ffff:';

function addressOf({ socket }: WhoRequest): string | undefined {
  try {
    return socket?.remoteAddress;
  } catch {
    // The socket of an HTTP/2 session that is over throws.
    return undefined;
  }
}
