// What users of the package see. Written by "npx -y pnpm@12 api".

import type { ClientAnswer } from '@who/dev-server';
import type { DevAccount } from '@who/dev-server';
import type { DevAttributes } from '@who/dev-server';
import type { DevUser } from '@who/dev-server';
import type { DevUsers } from '@who/dev-server';
import type { KnownUser } from '@who/dev-server';
import type { Logger } from '@who/dev-server';
import type { sampleUsers } from '@who/dev-server';

type AnswerFault = 'slow' | 'slow-body' | 'hang' | 'drop' | 'half' | 'status-500' | 'status-503' | 'html' | 'empty' | 'redirect' | 'cut' | 'broken-xml' | 'wrong-namespace' | 'doctype' | 'huge' | 'bad-utf8' | 'two-outcomes' | 'nested-success' | 'internal-error';

type AttributeStyle = 'elements' | 'name-value' | 'siblings' | 'attribute-elements';

interface BackChannelPost extends ClientAnswer {
  readonly service: string;
  readonly ticket: string;
}

interface DevCasServer {
  readonly url: string;
  readonly port: number;
  readonly ca: string | undefined;
  readonly users: readonly KnownUser[];
  readonly faults: Faults;
  readonly tickets: readonly ServiceTicket[];
  readonly validations: readonly ValidationRecord[];
  readonly backChannelPosts: readonly BackChannelPost[];
  readonly frontChannelRequests: readonly FrontChannelRequest[];
  readonly proxyCallbacks: readonly ProxyCallback[];
  readonly proxyRequests: readonly ProxyRecord[];
  issueTicket(request: TicketRequest): string;
  endSessions(userid?: string): Promise<void>;
  close(): Promise<void>;
}

declare class DevCasServerError extends Error {
  readonly code: DevCasServerErrorCode;
  constructor(code: DevCasServerErrorCode, message: string, cause?: unknown);
}

type DevCasServerErrorCode = 'BAD_OPTION' | 'BAD_USERS_FILE' | 'BAD_CERTIFICATE_FILE' | 'EADDRINUSE' | 'IN_PRODUCTION' | 'LISTEN_FAILED' | 'NOT_LOOPBACK';

interface DevCasServerOptions {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly tls?: boolean | DevCasTls | undefined;
  readonly basePath?: string | undefined;
  readonly users?: DevUsers | undefined;
  readonly showAccounts?: boolean | undefined;
  readonly ticketLifetimeSeconds?: number | undefined;
  readonly sessionLifetimeSeconds?: number | undefined;
  readonly now?: (() => number) | undefined;
  readonly serviceAllowed?: ((url: URL) => boolean) | undefined;
  readonly attributeStyle?: AttributeStyle | undefined;
  readonly attributesInServiceValidate?: boolean | undefined;
  readonly proxyAllowed?: ((pgtUrl: URL) => boolean) | undefined;
  readonly logoutChannel?: LogoutChannel | ((service: URL) => LogoutChannel) | undefined;
  readonly frontChannelEncoding?: FrontChannelEncoding | undefined;
  readonly backChannelTimeoutMs?: number | undefined;
  readonly logger?: Logger | undefined;
}

interface DevCasTls {
  readonly cert: string;
  readonly key: string;
}

type FailureCode = 'INVALID_REQUEST' | 'INVALID_TICKET_SPEC' | 'INVALID_TICKET' | 'INVALID_SERVICE' | 'INVALID_PROXY_CALLBACK' | 'UNAUTHORIZED_SERVICE_PROXY' | 'UNAUTHORIZED_SERVICE' | 'INTERNAL_ERROR';

interface FaultSettings {
  readonly validate?: AnswerFault | undefined;
  readonly proxy?: AnswerFault | undefined;
  readonly proxyCallback?: ProxyCallbackFault | undefined;
  readonly delayMs?: number | undefined;
  readonly bytes?: number | undefined;
  readonly times?: number | undefined;
}

interface Faults {
  readonly current: FaultSettings;
  set(settings: FaultSettings): void;
  clear(): void;
}

type FrontChannelEncoding = 'deflate' | 'deflate-raw' | 'base64';

interface FrontChannelRequest {
  readonly service: string;
  readonly ticket: string;
  readonly way: FrontChannelWay;
}

type FrontChannelWay = Exclude<LogoutChannel, 'back-channel' | 'none'>;

type LogoutChannel = 'back-channel' | 'iframe' | 'jsonp' | 'redirect' | 'none';

interface ProxyCallback extends ClientAnswer {
  readonly pgtUrl: string;
  readonly pgtIou: string;
}

type ProxyCallbackFault = 'none' | 'other-iou';

interface ProxyRecord {
  readonly targetService: string | undefined;
  readonly outcome: 'success' | FailureCode;
  readonly fault: AnswerFault | undefined;
}

interface ServiceTicket {
  readonly id: string;
  readonly service: string;
  readonly userid: string;
  readonly fromNewLogin: boolean;
  readonly proxies: readonly string[];
  readonly authenticatedAtMs: number;
  readonly issuedAtMs: number;
}

interface TicketRequest {
  readonly userid: string;
  readonly service: string;
  readonly fromNewLogin?: boolean | undefined;
  readonly proxies?: readonly string[] | undefined;
}

interface ValidationRecord {
  readonly endpoint: string;
  readonly service: string | undefined;
  readonly ticket: string | undefined;
  readonly outcome: 'success' | FailureCode;
  readonly fault: AnswerFault | undefined;
}

declare function startDevCasServer(options?: DevCasServerOptions): Promise<DevCasServer>;

// @who/dev-cas-server
export {
  AnswerFault,
  AttributeStyle,
  BackChannelPost,
  DevAccount as DevCasAccount,
  DevAttributes as DevCasAttributes,
  DevCasServer,
  DevCasServerError,
  DevCasServerErrorCode,
  DevCasServerOptions,
  DevCasTls,
  DevUser as DevCasUser,
  DevUsers as DevCasUsers,
  FailureCode,
  FaultSettings,
  Faults,
  FrontChannelEncoding,
  FrontChannelRequest,
  Logger,
  LogoutChannel,
  ProxyCallback,
  ProxyCallbackFault,
  ProxyRecord,
  ServiceTicket,
  TicketRequest,
  ValidationRecord,
  sampleUsers,
  startDevCasServer,
};
