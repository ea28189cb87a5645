import { endSession, type Handler, isAllowed, sessionOf, setSessionCookie } from './context.js';
import { redirect, signedOutPage } from './pages.js';
import { parameter } from './request.js';
import { parseService, toLocation } from './service-url.js';

/** `/logout`: ends the session here and, by the back channel, at every service, before the browser goes on. */
export const logout: Handler = async (request, context) => {
  const service = parameter(request.query, 'service');
  const url = parameter(request.query, 'url');
  const session = sessionOf(request, context);
  if (session) await endSession(session, context);
  const reply =
    service && isAllowed(service, context)
      ? redirect(302, toLocation(service))
      : signedOutPage(`${context.options.basePath}/login`, url && parseService(url) ? url : undefined);
  return { ...reply, headers: [...reply.headers, setSessionCookie(undefined, context)] };
};
