import { type BunServer, bunPeer } from '@who/fetch';
import { casUrl, passwords } from './settings.js';
import { site } from './site.js';

declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    fetch: (request: Request, server: BunServer) => Promise<Response>;
  }): { readonly port: number };
};

const { port } = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: site(casUrl, passwords, bunPeer) });
console.log(JSON.stringify({ port }));
