import { type DenoInfo, denoPeer } from '@who/fetch';
import { casUrl, passwords } from './settings.js';
import { site } from './site.js';

declare const Deno: {
  serve(
    options: { hostname: string; port: number; onListen: (address: { port: number }) => void },
    handler: (request: Request, info: DenoInfo) => Promise<Response>,
  ): unknown;
};

Deno.serve(
  { hostname: '127.0.0.1', port: 0, onListen: ({ port }) => console.log(JSON.stringify({ port })) },
  site(casUrl, passwords, denoPeer),
);
