import { createServer } from 'node:http';
import { checkTargets, guard, whoMiddleware } from '@who/connect';
import { authenticated } from '@who/core';
import connect from 'connect';
import { homePage, privatePage } from './pages.js';
import { who } from './who.js';

const app = connect();
app.use(whoMiddleware(who));

app.use('/private', guard(authenticated()));
app.use('/private', (req, res) => send(res, 'text/html', privatePage(req.remoteUser)));

// For scripts of the page: who is signed in, or null. No shared cache may keep it.
app.use('/api/me', (req, res) => send(res, 'application/json', JSON.stringify({ userid: req.remoteUser ?? null })));

app.use((req, res, next) => {
  if (req.url === '/') send(res, 'text/html', homePage(req.remoteUser));
  else next();
});

function send(res, type, body) {
  res.setHeader('Content-Type', `${type}; charset=utf-8`);
  res.setHeader('Cache-Control', 'private, no-store');
  res.end(body);
}

const port = Number(process.env['PORT'] ?? 3000);
createServer(checkTargets(app)).listen(port, () => console.log(`Listening on port ${port}`));
