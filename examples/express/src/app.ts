import { guard, whoMiddleware } from '@who/connect';
import { authenticated, type Who } from '@who/core';
import express, { type Express } from 'express';
import { homePage, privatePage } from './pages.js';

/** The application, for any engine: that of `who.ts`, or one of a test in which somebody is signed in already. */
export function createApp(who: Who): Express {
  const app = express();
  app.disable('x-powered-by');
  // No shared cache may keep what is for one user.
  app.use((_req, res, next) => {
    res.set('Cache-Control', 'private, no-store');
    next();
  });
  app.use(whoMiddleware(who));

  app.get('/', (req, res) => {
    res.send(homePage(req.remoteUser));
  });
  app.get('/private', guard(authenticated()), (req, res) => {
    res.send(privatePage(req.remoteUser));
  });
  // For scripts of the page: who is signed in, or null.
  app.get('/api/me', (req, res) => {
    res.json({ userid: req.remoteUser ?? null });
  });
  return app;
}
