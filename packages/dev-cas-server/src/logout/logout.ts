import { parameter } from '@who/dev-server';
import { type CasContext, endSession, type Handler, isAllowed, sessionOf, setSessionCookie } from '../context.js';
import type { Reply } from '../http/reply.js';
import { redirect } from '../pages/pages.js';
import { parseService, toLocation } from '../service-url.js';
import type { Errand, LogoutTour } from './front-channel.js';
import { farewellPage } from './logout-pages.js';

/**
 * `/logout`: ends the session here and at every service, by the back channel before the browser goes on, by the front
 * channel with its help. A service on the way sends the browser back with the relay state that it was given.
 */
export const logout: Handler = async (request, context) => {
  const { query } = request;
  const interrupted = context.frontChannel.resume(parameter(query, 'RelayState'));
  if (interrupted) return travel(interrupted, context);
  const service = parameter(query, 'service');
  const url = parameter(query, 'url');
  const session = sessionOf(request, context);
  const errands = session ? await endSession(session, context) : [];
  const { headers, ...reply } = travel({ errands, service, url }, context);
  return { ...reply, headers: [...headers, setSessionCookie(undefined, context)] };
};

/** One service after the other by redirects, the others all at once from the last page. */
function travel({ errands, service, url }: LogoutTour, context: CasContext): Reply {
  const { frontChannel, options } = context;
  const next = errands.find(({ way }) => way === 'redirect');
  if (next) {
    const rest = { errands: errands.filter((errand) => errand !== next), service, url };
    return redirect(302, frontChannel.address(next, rest));
  }
  const target = service && isAllowed(service, context) ? toLocation(service) : undefined;
  if (target && errands.length === 0) return redirect(302, target);
  const addresses = (wanted: Errand['way']): readonly string[] =>
    errands.filter(({ way }) => way === wanted).map((errand) => frontChannel.address(errand));
  return farewellPage({
    loginPath: `${options.basePath}/login`,
    frames: addresses('iframe'),
    scripts: addresses('jsonp'),
    target,
    url: url && parseService(url) ? url : undefined,
  });
}
