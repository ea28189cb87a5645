import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextHandleFunction, Server } from 'connect';
import passport from 'passport';
import { greet, isLogin } from './greeting.js';

interface PassportRequest extends IncomingMessage {
  readonly user?: { readonly id: string };
  logIn(user: { id: string }, done: (error: unknown) => void): void;
}

/** The application behind passport: who is signed in comes out of the session, as an object that was looked up. */
export function passportOn(app: Server): void {
  const authenticator = new passport.Passport();
  authenticator.serializeUser((user, done) => done(null, (user as { id: string }).id));
  authenticator.deserializeUser((id: string, done) => done(null, { id }));
  app.use(authenticator.initialize() as unknown as NextHandleFunction);
  app.use(authenticator.session() as unknown as NextHandleFunction);
  app.use(((req: PassportRequest, res: ServerResponse, next: (error: unknown) => void) => {
    if (!isLogin(req)) return greet(res, req.user?.id);
    req.logIn({ id: 'alice' }, (error) => (error ? next(error) : greet(res, 'alice')));
  }) as unknown as NextHandleFunction);
}
