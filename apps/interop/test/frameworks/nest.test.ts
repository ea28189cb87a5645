import 'reflect-metadata';
import { describe } from 'vitest';
import { nestOnExpress, nestOnFastify } from './applications/nest.js';
import { createEngine } from './applications/site.js';
import { listen } from './engine.js';
import { testVisits } from './visits.js';

describe.each([
  { name: 'Express', create: nestOnExpress },
  { name: 'Fastify', create: nestOnFastify },
])('NestJS 11 on $name', ({ create }) => {
  testVisits(async () => {
    const { app, server } = await create(createEngine());
    const close = async (): Promise<void> => {
      server.close();
      await app.close();
    };
    return `http://127.0.0.1:${await listen(server, close)}`;
  });
});
