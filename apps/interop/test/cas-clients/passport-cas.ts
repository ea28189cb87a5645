import { Strategy } from '@coursetable/passport-cas';
import { serve } from '@who/testkit';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { inOrder } from '../in-order.js';
import { attributesOf, type CasClient, type Seen } from './client.js';

/** Express, passport, and @coursetable/passport-cas, which knows no single logout. */
export const passportCas: readonly CasClient[] = (
  [
    { protocol: 'CAS 3', version: 'CAS3.0' },
    { protocol: 'SAML 1.1', version: 'CAS3.0-with-saml' },
  ] as const
).map(({ protocol, version }) => ({
  name: `@coursetable/passport-cas, by ${protocol}`,
  missing: [],
  session: 'kept',
  // It asks by Node's own fetch, which trusts whom it trusted when the process began.
  tls: false,
  start: (cas) =>
    inOrder(async (keep) => {
      const app = express();
      const { url, close } = await serve(app);
      keep({ stop: close });
      const authenticator = new passport.Passport();
      authenticator.serializeUser((user, done) => done(null, user));
      authenticator.deserializeUser((user: Express.User, done) => done(null, user));
      authenticator.use(
        new Strategy({ version, ssoBaseURL: cas.url, serverBaseURL: url }, ({ user, attributes = {} }, done) => {
          done(null, { user, attributes: attributesOf(attributes) } satisfies Seen);
        }),
      );
      app.use(session({ secret: 'a secret of the interop tests', resave: false, saveUninitialized: false }));
      app.use(authenticator.session());
      app.get('/sign-in', authenticator.authenticate('cas', { successRedirect: '/page' }));
      app.get('/page', (req, res) => void (req.user ? res.json(req.user) : res.redirect('/sign-in')));
      return { page: `${url}/page` };
    }),
}));
