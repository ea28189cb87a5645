declare module 'cloudflare:node' {
  /** Has the server of `node:http` that listens at a port of the worker's own answer. */
  export function handleAsNodeRequest(port: number, request: Request): Promise<Response>;
}
