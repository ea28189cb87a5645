export type { Logger } from '@who/core';
export { pushBounded, setBounded } from './bounded.js';
export {
  accountLines,
  type Command,
  type CommandIo,
  readUsersFile,
  runCommand,
  runInProcess,
  type StartedServer,
} from './command/command.js';
export { type FlagValues, parseFlags, UsageError, wholeNumber } from './command/flags.js';
export type { DevServerProblem, Fail } from './errors.js';
export { type ClientAnswer, type ClientCall, createClientCall } from './http/call.js';
export { type Listening, listen, type Place } from './http/listen.js';
export { createListener, type Site } from './http/listener.js';
export { always, type Reply, withHeaders } from './http/reply.js';
export { type DevRequest, parameter, Refusal, readRequest } from './http/request.js';
export { findHandler, type Route } from './http/routes.js';
export {
  certify,
  type Keys,
  type MadeCertificate,
  makeCertificate,
  makeSigningKey,
  type SigningKey,
} from './keys/certificate.js';
export { defaultLogger } from './logger.js';
export { isHttpUrl, isLoopbackUrl, loopbackHosts, requireKnownNames, requirePlace } from './options.js';
export { type Html, html } from './pages/html.js';
export { type PageMaker, type PagePowers, pageMaker } from './pages/page.js';
export { errorPage, hiddenInputs, type LoginForm, loginForm, postPage, redirect } from './pages/parts.js';
export {
  type DevAccount,
  type DevAttributes,
  type DevUser,
  type DevUsers,
  type KnownUser,
  resolveUsers,
  sampleUsers,
} from './people/users.js';
export { isSameText, randomName } from './secrets.js';
