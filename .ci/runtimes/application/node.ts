import { serve } from '@hono/node-server';
import { nodePeer } from '@who/fetch';
import { casUrl, passwords } from './settings.js';
import { site } from './site.js';

const fetch = site(casUrl, passwords, nodePeer);
serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(JSON.stringify({ port })));
