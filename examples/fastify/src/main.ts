import { authenticated } from '@who/core';
import { guard, whoFastify } from '@who/fastify';
import fastify from 'fastify';
import { homePage, privatePage } from './pages.js';
import { who } from './who.js';

const app = fastify();
// No shared cache may keep what is for one user.
app.addHook('onRequest', async (_request, reply) => {
  reply.header('Cache-Control', 'private, no-store');
});
await app.register(whoFastify, { who });

app.get('/', async (request, reply) => reply.type('text/html; charset=utf-8').send(homePage(request.remoteUser)));
app.get('/private', { onRequest: guard(authenticated()) }, async (request, reply) =>
  reply.type('text/html; charset=utf-8').send(privatePage(request.remoteUser)),
);
// For scripts of the page: who is signed in, or null.
app.get('/api/me', async (request) => ({ userid: request.remoteUser ?? null }));

const port = Number(process.env['PORT'] ?? 3000);
await app.listen({ port });
console.log(`Listening on port ${port}`);
