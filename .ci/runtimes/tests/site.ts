/** Where the one server of a worker has its handler. The test that runs puts it there. */
export const site: { url: string; fetch(request: Request): Response | Promise<Response> } = {
  /** `http://127.0.0.1:PORT`; empty in all other runtimes. */
  url: '',
  fetch: () => new Response(null, { status: 404 }),
};
