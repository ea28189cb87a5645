import { serve } from '@hono/node-server';
import { nodePeer } from '@who/fetch';
import { site } from './site.js';

const fetch = site(process.env['CAS_URL'] ?? '', nodePeer);
serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(JSON.stringify({ port })));
