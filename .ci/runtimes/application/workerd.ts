import { workersPeer } from '@who/fetch';
import { site } from './site.js';

const worker: { fetch(request: Request, context: unknown): Promise<Response> } = {
  fetch: site<unknown>(process.env['CAS_URL'] ?? '', workersPeer),
};

export default worker;
