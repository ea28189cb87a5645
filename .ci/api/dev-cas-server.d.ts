// What users of the package see. Written by "npx -y pnpm@12 api".

type AttributeStyle = 'elements' | 'name-value' | 'siblings' | 'attribute-elements';

interface BackChannelPost {
  readonly service: string;
  readonly ticket: string;
  readonly status?: number | undefined;
  readonly problem?: string | undefined;
}

interface DevCasAccount {
  readonly password: string;
  readonly attributes?: DevCasAttributes | undefined;
}

type DevCasAttributes = Readonly<Record<string, string | readonly string[]>>;

interface DevCasServer {
  readonly url: string;
  readonly port: number;
  readonly users: readonly DevCasUser[];
  readonly faults: Faults;
  readonly tickets: readonly ServiceTicket[];
  readonly validations: readonly ValidationRecord[];
  readonly backChannelPosts: readonly BackChannelPost[];
  issueTicket(request: TicketRequest): string;
  endSessions(userid?: string): Promise<void>;
  close(): Promise<void>;
}

declare class DevCasServerError extends Error {
  readonly code: DevCasServerErrorCode;
  constructor(code: DevCasServerErrorCode, message: string, cause?: unknown);
}

type DevCasServerErrorCode = 'BAD_OPTION' | 'BAD_USERS_FILE' | 'EADDRINUSE' | 'LISTEN_FAILED' | 'NOT_LOOPBACK';

interface DevCasServerOptions {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly basePath?: string | undefined;
  readonly users?: DevCasUsers | undefined;
  readonly showAccounts?: boolean | undefined;
  readonly ticketLifetimeSeconds?: number | undefined;
  readonly sessionLifetimeSeconds?: number | undefined;
  readonly now?: (() => number) | undefined;
  readonly serviceAllowed?: ((url: URL) => boolean) | undefined;
  readonly attributeStyle?: AttributeStyle | undefined;
  readonly attributesInServiceValidate?: boolean | undefined;
  readonly backChannelTimeoutMs?: number | undefined;
  readonly logger?: Logger | undefined;
}

interface DevCasUser extends DevCasAccount {
  readonly userid: string;
}

type DevCasUsers = readonly DevCasUser[] | Readonly<Record<string, DevCasAccount>>;

type FailureCode = 'INVALID_REQUEST' | 'INVALID_TICKET_SPEC' | 'INVALID_TICKET' | 'INVALID_SERVICE' | 'INTERNAL_ERROR';

interface FaultSettings {
  readonly validate?: ValidationFault | undefined;
  readonly delayMs?: number | undefined;
  readonly bytes?: number | undefined;
  readonly times?: number | undefined;
}

interface Faults {
  readonly current: FaultSettings;
  set(settings: FaultSettings): void;
  clear(): void;
}

interface Logger {
  debug(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

interface ServiceTicket {
  readonly id: string;
  readonly service: string;
  readonly userid: string;
  readonly fromNewLogin: boolean;
  readonly authenticatedAtMs: number;
  readonly issuedAtMs: number;
}

interface TicketRequest {
  readonly userid: string;
  readonly service: string;
  readonly fromNewLogin?: boolean | undefined;
}

type ValidationFault = 'slow' | 'slow-body' | 'hang' | 'drop' | 'half' | 'status-500' | 'status-503' | 'html' | 'empty' | 'redirect' | 'cut' | 'broken-xml' | 'wrong-namespace' | 'doctype' | 'huge' | 'bad-utf8' | 'two-outcomes' | 'nested-success' | 'internal-error';

interface ValidationRecord {
  readonly endpoint: string;
  readonly service: string | undefined;
  readonly ticket: string | undefined;
  readonly outcome: 'success' | FailureCode;
  readonly fault: ValidationFault | undefined;
}

declare const sampleUsers: readonly DevCasUser[];

declare function startDevCasServer(options?: DevCasServerOptions): Promise<DevCasServer>;

// @who/dev-cas-server
export {
  AttributeStyle,
  BackChannelPost,
  DevCasAccount,
  DevCasAttributes,
  DevCasServer,
  DevCasServerError,
  DevCasServerErrorCode,
  DevCasServerOptions,
  DevCasUser,
  DevCasUsers,
  FailureCode,
  FaultSettings,
  Faults,
  Logger,
  ServiceTicket,
  TicketRequest,
  ValidationFault,
  ValidationRecord,
  sampleUsers,
  startDevCasServer,
};
