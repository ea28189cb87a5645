/** Tests that fail behind an engine, and why that is right. */
export interface Difference {
  readonly reason: string;
  /** Only behind an engine that takes its time. */
  readonly later?: true;
  /** As they are reported: `FILE > NAME > NAME`. */
  readonly tests: readonly string[];
}

/** A released package that brings its own tests, for the test runner of Node. */
export interface Suite {
  readonly name: string;
  readonly version: string;
  /** Those of its devDependencies that its tests import, in the ranges that it names. */
  readonly needs: readonly string[];
  /** Its files of tests, by their paths in the package. */
  readonly files: RegExp;
  readonly differs?: readonly Difference[] | undefined;
}

/** Nothing that was published later is installed, so that a suite is the same every night. */
export const BEFORE = '2026-11-28';

const TESTS = /^test\/.*\.test\.m?js$/;

export const suites: readonly Suite[] = [
  {
    name: '@fastify/compress',
    version: '9.2.0',
    needs: ['adm-zip', 'fastify', 'jsonstream'],
    files: TESTS,
  },
  {
    name: '@fastify/cookie',
    version: '11.1.5',
    needs: ['fastify', 'sinon'],
    files: TESTS,
  },
  {
    name: '@fastify/cors',
    version: '11.4.3',
    needs: ['fastify'],
    files: TESTS,
    differs: [
      {
        reason: 'Ends before its answers come.',
        later: true,
        tests: ['test/hooks.test.js > Should support custom hook with dynamic config (callback)'],
      },
    ],
  },
  {
    name: '@fastify/express',
    version: '4.0.7',
    needs: ['@fastify/formbody', 'body-parser', 'cors', 'fastify', 'helmet', 'passport', 'passport-http-bearer'],
    files: TESTS,
  },
  {
    name: '@fastify/http-proxy',
    version: '11.6.3',
    needs: ['@fastify/websocket', 'fastify', 'http-errors', 'pino', 'pino-test', 'socket.io', 'socket.io-client'],
    files: /^test\/(?!utils)[^/]+\.js$/,
  },
  {
    name: '@fastify/middie',
    version: '9.3.6',
    needs: ['cors', 'fastify', 'helmet', 'serve-static'],
    files: TESTS,
    differs: [
      {
        reason: 'A target that is no path is answered 400 (BAD_TARGET).',
        tests: [
          'test/security-absolute-form-bypass.test.js > absolute-form request targets cannot bypass path-scoped middleware',
          'test/security-absolute-form-bypass.test.js > absolute-form targets cannot bypass parameterized middleware',
          'test/security-absolute-form-bypass.test.js > absolute-form targets cannot bypass middleware inherited by a child scope',
        ],
      },
    ],
  },
  {
    name: '@fastify/send',
    version: '4.2.1',
    needs: ['supertest'],
    files: TESTS,
  },
  {
    name: '@fastify/sse',
    version: '0.6.0',
    needs: ['fastify', 'undici'],
    files: TESTS,
  },
  {
    name: '@fastify/static',
    version: '10.1.11',
    needs: ['@fastify/compress', 'concat-stream', 'fastify', 'pino', 'proxyquire'],
    files: TESTS,
  },
  {
    name: 'pino-http',
    version: '11.0.0',
    needs: ['@matteo.collina/tspl', 'split2'],
    files: /^test\/.*\.js$/,
  },
];
