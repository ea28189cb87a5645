// Loaded into every process of a suite: puts an engine before all that listens to requests. Nobody is signed in, and
// nobody is asked to sign in, so that a suite sees no other difference.
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Server } from 'node:net';
import { whoListener } from '@who/connect';
import { createWho, defaultChallengeDecider } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';

const ticket = authTkt({ secrets: ['a secret of the suites, which nobody signs in with'] });
const takesItsTime = process.env['SUITES_ANSWERS'] === 'later';

/** The same function, with the time that a store takes. */
const later =
  (answer) =>
  async (...args) => {
    await new Promise((resolve) => setImmediate(resolve));
    return answer(...args);
  };

const who = createWho({
  publicUrl: 'http://suites.example.org',
  plugins: { ticket: takesItsTime ? { ...ticket, identify: later(ticket.identify) } : ticket },
  identifiers: ['ticket'],
  authenticators: ['ticket'],
  challengeDecider: takesItsTime ? later(defaultChallengeDecider) : defaultChallengeDecider,
});

let requests = 0;
process.on('exit', () => appendFileSync(process.env['SUITES_REQUESTS'], `${requests}\n`));

function behindEngine(listener) {
  return (req, res) => {
    requests++;
    whoListener(who, listener)(req, res);
  };
}

// Servers of HTTP, HTTPS and HTTP/2 inherit from this one.
const { emit } = Server.prototype;
Server.prototype.emit = function (event, ...args) {
  if (event !== 'request' || this.listenerCount(event) === 0) return emit.call(this, event, ...args);
  behindEngine((req, res) => emit.call(this, event, req, res))(...args);
  return true;
};

// What Fastify injects comes past no server.
const require = createRequire(`${process.cwd()}/`);
try {
  const path = require.resolve('light-my-request');
  const inject = require(path);
  const injectBehindEngine = (listener, ...args) => inject(behindEngine(listener), ...args);
  require.cache[path].exports = Object.assign(injectBehindEngine, inject);
} catch (error) {
  if (error.code !== 'MODULE_NOT_FOUND') throw error;
}
