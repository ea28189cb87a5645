/** Where tests run, beside Node. */
export const RUNTIMES = ['Bun', 'Deno', 'workerd'] as const;
export type RuntimeName = (typeof RUNTIMES)[number];

/** What does not run somewhere, or fails there, and why. */
export interface Exception {
  /** `Node`: also not there, as these tests need what only Vitest itself can do. */
  readonly in: readonly (RuntimeName | 'Node')[];
  readonly reason: string;
  /** Files that are not run. */
  readonly files?: RegExp;
  /** Tests that fail, by `FILE > SUITE > TEST`. */
  readonly tests?: RegExp;
  /** They fail now and then, as they try what comes to hand. */
  readonly isRare?: boolean;
}

export const exceptions: readonly Exception[] = [
  {
    in: ['Node', ...RUNTIMES],
    reason: 'replaces modules, or globals before modules are loaded, which only Vitest itself can do',
    files: /\.alone\.test\.ts$/,
  },
  {
    in: ['workerd'],
    reason:
      'sets `cf` of a request, which is for workerd alone to set, or looks at a socket; the visits of `runtimes` ask',
    tests:
      /^packages\/(?:fetch\/test\/peers.* > Cloudflare > tells |hono\/test\/peer.* > is that of the socket, under Node’s server)/,
  },
  {
    in: ['workerd'],
    reason: 'is of a package that says at start that it cannot run in Workers, by a code of its own',
    files: /^packages\/(?:passwords|plugin-htpasswd|plugin-ldap|plugin-metadata-cache-redis)\//,
  },
  {
    in: ['workerd'],
    reason: 'is of a package that reads files, and loads plugins by the names that they have there',
    files: /^packages\/config\//,
  },
  {
    in: ['Node', ...RUNTIMES],
    reason: 'loads plugins by their names: as they were built, beside an engine of the bundle, or as none of them is',
    tests:
      /^packages\/config\/test\/(?:load-who.* > loadWho > (?:makes an engine of|takes a secret out of a file|tells of what is not installed)|writing.* > a plan > is written as TypeScript)/,
  },
  {
    in: ['Node', ...RUNTIMES],
    reason: 'is held against a snapshot, which only Vitest itself keeps',
    tests: /^packages\/plugin-saml\/test\/own-metadata.* > is shown at its path/,
  },
  {
    in: ['Bun', 'workerd'],
    reason: 'makes a key on the curve secp256k1, which BoringSSL has not',
    files: /^packages\/plugin-oidc\/test\/options\.test/,
  },
  {
    in: ['workerd'],
    reason: 'checks lines against their schema by Ajv, which makes code of it',
    files: /^packages\/audit\/test\/lines\.test/,
  },
  {
    in: ['workerd'],
    reason: 'needs a database; without one nothing of the package is left, as it checks no passwords in Workers',
    files: /^packages\/plugin-sql\//,
  },
  {
    in: ['workerd'],
    reason: 'is of a package whose libraries for XML are written for Node',
    files: /^packages\/plugin-saml\//,
  },
  {
    in: ['workerd'],
    reason: 'serves by node:http, of which Workers have only a likeness, made of fetch handlers: take @who/fetch there',
    files:
      /^packages\/(?:connect|fastify|koa)\/|^packages\/audit\/test\/(?:cas|over-http)\.test|^packages\/opentelemetry\/test\/(?:failing-sdk|metrics|otlp|spans)\.test|^packages\/(?:fetch|hono)\/test\/conformance|^packages\/limiter\/test\/adapters|^packages\/plugin-form\/test\/(?:browser|http)\.test|^packages\/plugin-header-sso\/test\/http\.test|^packages\/trace\/test\/(?:browser|http)\.test/,
  },
  {
    in: ['workerd'],
    reason: 'asks by a client that shows header lines as they came, which fetch does not; the visits of `runtimes` do',
    files: /^\.ci\/runtimes\/tests\/|^packages\/limiter\/test\/devices\/devices\.test/,
  },
  {
    in: ['workerd'],
    reason: 'checks passwords of a file, or starts a process',
    files: /^packages\/limiter\/test\/(?:http|outage|redis)|^packages\/plugin-auth-tkt\/test\/command\//,
    tests:
      /^packages\/limiter\/test\/conformance.* > htpasswd > |^packages\/limiter\/test\/options.* refuse a bad client/,
  },
  {
    in: ['workerd'],
    reason:
      'imitates a CAS server, or serves one beside the application: Workers have one server; the visits of `runtimes` do',
    files:
      /^packages\/plugin-cas\/test\/(?:challenge|checklist|gateway|large-answers|login-csrf|policies|posted-ticket|proxied|routers|sign-in|tickets|tls|validate|validator|proxying\/proxying|sessions\/early-ends|single-logout\/(?:back-channel|front-channel|sessions))\.test/,
    tests:
      /^packages\/plugin-cas\/test\/(?:service-url.* > is the same over HTTP, whatever proxies write|sessions\/cas-sessions.* > stand in a store as they always did)/,
  },
  {
    in: ['Node', ...RUNTIMES],
    reason: 'runs oidc-provider, which is made for Node, and keeps the console still while that is loaded',
    files: /^packages\/plugin-oidc\/test\/real\//,
  },
  {
    in: ['workerd'],
    reason: 'wants something random, or a timer, before the first request',
    files: /^packages\/limiter\/test\/events/,
  },
  {
    in: ['workerd'],
    reason:
      'counts on what goes on beside requests, which nothing does in Workers; workers.alone.test.ts says what does instead',
    files: /^packages\/metadata-cache\/test\/(?:outage-model|outage\.timers|write-behind)\.test/,
    tests:
      /^packages\/(?:secrets\/test\/standings.* > are asked for once by all|sso\/test\/outbound\/circuit-breaker.* > tries with one, and lets|metadata-cache\/test\/(?:cached\.test\.ts > cached > (?:asks once for all|does not make everybody wait|answers with what is stale)|events\.test\.ts > tells what happens|time-limit\.timers\.test\.ts > timeLimit > has one timer for all))/,
  },
  {
    in: ['workerd'],
    reason: 'reads files, keeps them in SQLite, or has a terminal',
    files:
      /^packages\/(?:metadata-cache\/test\/sqlite|secrets\/test\/(?:prompt|watched-texts\.timers)|plugin-auth-tkt\/test\/secrets)\.test/,
    tests: /^packages\/plugin-auth-pubtkt\/test\/.*from their file again/,
  },
  {
    in: ['workerd'],
    reason:
      'finds a second value behind a comma in Authorization, which the likeness of node:http in workerd takes away',
    tests:
      /^packages\/plugin-api-token\/test\/http.* > refuses a (?:malformed header: Bearer who_secret-of-alice,|genuine token that stands twice)$/,
  },

  {
    in: ['Bun', 'workerd'],
    reason: 'has the garbage collected, measures the time of the processor, or starts code of another realm',
    tests:
      /(?:flights.*lets go of questions|is let go of by its breaker|does not keep the text alive|takes plain objects from elsewhere|takes no more memory than it says|stay bounded while somebody tries|do not become slower for a key)/,
  },
  {
    in: ['Bun', 'workerd'],
    reason: 'makes and verifies DSA signatures, which BoringSSL has not; the plugin says so at start',
    files: /^packages\/plugin-auth-pubtkt\/test\/forms\.test/,
    tests:
      /^packages\/plugin-auth-pubtkt\/test\/(?:pubtkt|keys|signing)\.test\.ts > (?:tickets of other minters|readPubtkt|.*draw warnings by name|.*signs by a key that comes later)/,
  },

  {
    in: ['Bun'],
    reason:
      'takes an IPv6 address that ends like one of IPv4 behind `::` and more zeros: Bun reads it otherwise (1.4.5)',
    isRare: true,
    tests:
      /^packages\/plugin-auth-(?:pubtkt\/test\/address.* > is the same in every spelling|tkt\/test\/who1.* > (?:gives back what was minted|keeps all others apart))/,
  },
  {
    in: ['Bun'],
    reason: 'has half of a pair of UTF-16 in a text, which Bun encodes otherwise (1.4.5)',
    isRare: true,
    tests: /^packages\/plugin-auth-pubtkt\/test\/bauth.* > is opened with what it was sealed with/,
  },
  {
    in: ['Bun'],
    reason: 'sends several requests at once: Bun.serve answers none of them where an answer takes a turn (1.4.5)',
    tests: /^\.ci\/runtimes\/tests\/.* > answers in order what comes in one go/,
  },
  {
    in: ['Deno'],
    reason: 'has lines of Cookie put together by application code: `Headers` of Deno joins them by a comma (2.9.6)',
    tests: /^packages\/(?:fetch|hono)\/test\/conformance.* > tells the engine every line of a header/,
  },
  {
    in: ['Bun'],
    reason:
      'has a stream fail in a later tick than the request came, or starts one when the client has gone: of the response Bun makes a whole page, and the stream it leaves open (1.4.5)',
    tests:
      /^packages\/(?:connect|fastify|koa)\/test\/conformance.* > (?:makes no whole page of a stream that fails at once|goes on where a client goes away that was not known yet)$/,
  },
  {
    in: ['Bun'],
    reason: 'compares with a bare server what Bun’s node:http does in its own way, or asks V8',
    tests:
      /^packages\/connect\/test\/(?:held.* > (?:is in its usual state again|leaves the connection as quick|of 'the message that goes with a status')|check-targets.* > knows the "\*" of OPTIONS only)/,
  },
  {
    in: ['Deno'],
    reason: 'compares with a bare server what Deno’s node:http does in its own way, or asks V8',
    tests:
      /^packages\/connect\/test\/held.* > (?:leaves the connection as quick|of 'write(?:Continue|Processing|EarlyHints)\(\) behind the head')/,
  },
  {
    in: ['Bun'],
    reason: 'asks a client for its certificate on a connection of HTTPS, which Bun does not hand out (1.4.5)',
    files: /^packages\/plugin-cas\/test\/tls\.test/,
  },
  {
    in: ['Deno'],
    reason:
      'looks for Node’s word for a connection that failed: in Deno it is another one, in the same sentence (2.9.6)',
    tests:
      /^packages\/plugin-cas\/test\/(?:tls.* > is not believed without that authority|validate.* > that is not there is named by the reason)/,
  },
  {
    in: ['Deno'],
    reason: 'starts a command from its sources by a loader for Node, or code by an option of Node',
    files: /^packages\/plugin-auth-tkt\/test\/command\/process\.test/,
    tests:
      /^packages\/(?:plugin-ldap\/test\/failover.* > (?:closing > is not needed|OpenLDAP > is killed and restarted)|passwords\/test\/check-threads.* > keep the process alive for a running check|plugin-htpasswd\/test\/upgrades.* > starts with no file that it could not replace)/,
  },
  {
    in: ['Deno'],
    reason:
      'has a target that is no path: find-my-way 9.10.1 calls a method of `URL` without its object, which Deno minds',
    tests:
      /^packages\/fastify\/test\/(?:conformance.* > HTTP\/1 > .* > (?:tells the engine the target as it came|leaves the answer of a layer above that came before somebody)|who-fastify.* > errors > are made of targets that are no paths)/,
  },
  {
    in: ['Deno'],
    reason: 'stops a server for a while by a signal, or starts a process of Node with a loader',
    files: /^packages\/limiter\/test\/outage\.test/,
    tests:
      /^packages\/(?:limiter\/test\/redis.* > has as many guesses as one process has|plugin-metadata-cache-redis\/test\/outage.* > has the attributes for the first request)/,
  },
];

/** Whether a file of tests is run somewhere. */
export function isRun(file: string, where: RuntimeName | 'Node'): boolean {
  return !exceptions.some(({ in: places, files }) => places.includes(where) && files?.test(file));
}
