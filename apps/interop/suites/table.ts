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
    name: 'fastify',
    version: '5.12.8',
    needs: [
      'JSONStream',
      'ajv',
      'ajv-errors',
      'ajv-formats',
      'ajv-i18n',
      'ajv-merge-patch',
      'fast-json-body',
      'fastify-plugin',
      'fluent-json-schema',
      'h2url',
      'http-errors',
      'joi',
      'node-forge',
      'proxyquire',
      'split2',
      'undici',
      'vary',
      'yup',
    ],
    files: TESTS,
    differs: [
      {
        reason: 'Sees what comes a tick later, and with it in another order.',
        later: true,
        tests: [
          'test/async-await.test.js > server logs an error if reply.send is called and a value is returned via async/await',
          'test/child-logger-factory.test.js > should throw error if invalid logger is returned',
          'test/logger/logging.test.js > logging > reply.send logs an error if called twice in a row',
          'test/logger/logging.test.js > logging',
        ],
      },
      {
        reason:
          'Refuses, and ends the connection over, what the client sends behind a request whose answer is on hold.',
        later: true,
        tests: [
          'test/request-error.test.js > default clientError replies with bad request on reused keep-alive connection',
        ],
      },
    ],
  },
  {
    name: 'pino-http',
    version: '11.0.0',
    needs: ['@matteo.collina/tspl', 'split2'],
    files: /^test\/.*\.js$/,
  },
];
