import type { Server } from 'node:http';
import type { Who } from '@who/core';
import { describe } from 'vitest';
import { expressServer } from './applications/express.js';
import { h3Server } from './applications/h3.js';
import { polkaServer } from './applications/polka.js';
import { createEngine } from './applications/site.js';
import { listen } from './engine.js';
import { testVisits } from './visits.js';

const applications: readonly { name: string; serve: (who: Who) => Server }[] = [
  { name: 'Express 5', serve: expressServer },
  { name: 'Polka 1', serve: polkaServer },
  { name: 'h3 2', serve: h3Server },
];

describe.each(applications)('$name', ({ serve }) => {
  testVisits(async () => `http://127.0.0.1:${await listen(serve(createEngine()))}`);
});
