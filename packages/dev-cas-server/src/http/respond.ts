import type { RequestListener } from 'node:http';
import { createListener } from '@who/dev-server';
import type { CasContext } from '../context.js';
import { page } from '../pages/pages.js';
import { deliver } from './deliver.js';
import type { Reply } from './reply.js';
import { createRoutes } from './routes.js';

/** Answers every request. */
export function createCasListener(context: CasContext): RequestListener {
  const { logger } = context.options;
  return createListener<Reply>({ name: '@who/dev-cas-server', routes: createRoutes(context), page, logger, deliver });
}
