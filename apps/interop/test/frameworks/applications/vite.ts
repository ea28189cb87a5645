import { guard, sendReply, whoMiddleware } from '@who/connect';
import { authenticated, type Who } from '@who/core';
import type { Plugin } from 'vite';
import { greeting, LOGIN_PAGE, signIn, signOut } from './site.js';

/**
 * Puts Vite's dev server behind a sign-in. It has many addresses for one file: so all of them are guarded, but for the
 * pages that are named.
 */
export function signInToVite(who: Who): Plugin {
  return {
    name: 'sign-in',
    configureServer({ middlewares }) {
      middlewares.use(whoMiddleware(who));
      middlewares.use(async (req, res, next) => {
        try {
          switch (`${req.method} ${req.who.exchange.path}`) {
            case 'GET /':
              return res.end(greeting(req.remoteUser));
            case 'GET /login':
              return res.setHeader('Content-Type', 'text/html').end(LOGIN_PAGE);
            case 'POST /login':
              return sendReply(res, await signIn(req.who));
            case 'POST /logout':
              return sendReply(res, await signOut(req.who));
            default:
              return next();
          }
        } catch (error) {
          return next(error);
        }
      });
      middlewares.use(guard(authenticated()));
      // A function that is returned here would run behind Vite's own middlewares, which rewrite addresses and answer.
    },
  };
}
