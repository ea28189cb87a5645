import { serve } from '@hono/node-server';
import { authenticated } from '@who/core';
import { guard, whoMiddleware } from '@who/hono';
import { Hono } from 'hono';
import { homePage, privatePage } from './pages.js';
import { who } from './who.js';

const app = new Hono()
  // No shared cache may keep what is for one user.
  .use(async (c, next) => {
    c.header('Cache-Control', 'private, no-store');
    await next();
  })
  .use(whoMiddleware(who))
  .get('/', (c) => c.html(homePage(c.var.who.identity?.userid)))
  .get('/private', guard(authenticated()), (c) => c.html(privatePage(c.var.who.identity?.userid)))
  // For scripts of the page: who is signed in, or null.
  .get('/api/me', (c) => c.json({ userid: c.var.who.identity?.userid ?? null }));

const port = Number(process.env['PORT'] ?? 3000);
serve({ fetch: app.fetch, port }, () => console.log(`Listening on port ${port}`));
