// Loaded before a program of a README: lets it listen on a free port of loopback in the place of the one that is
// printed, and says which. What it asks of a port of another program of a README goes where that one listens.
import { Server } from 'node:net';

const { listen } = Server.prototype;

Server.prototype.listen = function (given, ...rest) {
  const port = given?.port ?? given;
  if (typeof port !== 'number') return listen.call(this, given, ...rest);
  const done = rest.find((argument) => typeof argument === 'function');
  this.once('listening', () => console.error(`[port ${port}] ${this.address().port}`));
  return listen.call(this, 0, '127.0.0.1', ...(done ? [done] : []));
};

const elsewhere = new Map(JSON.parse(process.env['README_PORTS'] ?? '[]'));
const { fetch } = globalThis;

globalThis.fetch = (input, init) => {
  const url = typeof input === 'string' || input instanceof URL ? new URL(input) : undefined;
  const port = url && elsewhere.get(url.port);
  if (port === undefined) return fetch(input, init);
  url.port = port;
  return fetch(url, init);
};
