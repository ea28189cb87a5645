export {
  type DevAccount as DevCasAccount,
  type DevAttributes as DevCasAttributes,
  type DevUser as DevCasUser,
  type DevUsers as DevCasUsers,
  type Logger,
  sampleUsers,
} from '@who/dev-server';
export type { FailureCode } from './answers/outcome.js';
export { DevCasServerError, type DevCasServerErrorCode } from './errors.js';
export type { AnswerFault, FaultSettings, Faults, ProxyCallbackFault } from './faults/faults.js';
export type { BackChannelPost } from './logout/back-channel.js';
export type { FrontChannelRequest } from './logout/front-channel.js';
export type { AttributeStyle, DevCasServerOptions, FrontChannelEncoding, LogoutChannel } from './options.js';
export type { ProxyRecord } from './proxying/proxy.js';
export type { ProxyCallback } from './proxying/proxy-callback.js';
export { type DevCasServer, startDevCasServer, type TicketRequest } from './server.js';
export type { DevCasTls } from './tls/options.js';
export type { ServiceTicket } from './validation/tickets.js';
export type { ValidationRecord } from './validation/validate.js';
