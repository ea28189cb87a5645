import { Readable } from 'node:stream';
import type { WhoError } from '@who/core';
import type { AdapterSubject } from '../../../src/index.js';
import type { Mutant } from '../suite-run.js';
import { isHead, meeting, mutants } from './faults.js';
import { plain, runApplication, send, sound } from './reference.js';

const before = ['an identifier', 'an authenticator', 'a metadata provider', 'who makes an early reply'].map(
  (stage) => `answers the failure of ${stage} once, and never asks the application`,
);
const after = ['the challenge decider', 'who remembers', 'a challenger', 'who forgets'].map(
  (stage) => `answers the failure of ${stage} once, in the place of the application`,
);
export const failures: readonly Mutant<AdapterSubject>[] = [
  ...mutants(
    'takes a failure for nobody',
    [...before, 'answers a form that is too large, and never asks the application'],
    () => ({ failedBefore: (_, passage) => runApplication(sound, undefined as never, passage) }),
  ),
  ...mutants('lets the application’s response pass when the engine fails', after, () => ({
    failedAfter: (_, response) => response,
  })),
  ...mutants(
    'calls the application again when the engine fails',
    [...after, 'answers once where a challenger fails after the application has'],
    () => ({
      async failedAfter(error, response, passage) {
        sound.drop((await sound.run(undefined as never, passage)).body);
        return sound.failedAfter(error, response, passage);
      },
    }),
  ),
  ...mutants('says what went wrong', ['tells strangers nothing of an error that is none of ours'], () => ({
    failedAfter: (error) => plain(500, `PLUGIN_FAILED ${(error as WhoError).message} ${(error as WhoError).cause}`),
  })),
  ...mutants('sends any status', ['sends no error that HTTP does not allow'], () => ({
    failedAfter: (error) => plain((error as WhoError).status, (error as WhoError).code),
  })),
  ...mutants('passes over bad headers', ['lets no plugin split a response'], () => ({
    failedAfter: (error, response, passage) =>
      (error as WhoError).code === 'BAD_HEADER' ? response : sound.failedAfter(error, response, passage),
  })),
  ...mutants('never answers HEAD when the engine fails', ['answers a HEAD request whose engine fails'], () => ({
    failedAfter: (error, response, passage) =>
      isHead(passage) ? new Promise<never>(() => {}) : sound.failedAfter(error, response, passage),
  })),
  ...mutants(
    'takes a failed predicate for a no',
    ['gives the error handler what a predicate of the guard fails with'],
    () =>
      meeting({
        async refusal(api, passage) {
          try {
            return await sound.refusal(api, passage);
          } catch {
            return 403;
          }
        },
      }),
  ),
  ...mutants('answers for the error handler', ['leaves what the application throws to the error handler'], () => ({
    run: (who, passage) =>
      runApplication(sound, who, {
        ...passage,
        setup: { ...passage.setup, onError: () => plain(500, 'handled APPLICATION_FAILED') },
      }),
  })),
];

export const streams: readonly Mutant<AdapterSubject>[] = [
  ...mutants(
    'ends a response well whose stream has failed',
    ['lets a stream that fails break off', 'makes no whole page of a stream that fails at once'],
    () => ({
      send({ res }, { body, ...response }) {
        if (!(body instanceof Readable)) return send(res, { ...response, body });
        res.statusCode = response.status;
        return body.on('error', () => res.end()).pipe(res);
      },
    }),
  ),
  ...mutants('collects streams', ['lets every piece of a stream go when it comes'], () => ({
    async send({ res }, { body, ...response }) {
      return send(res, { ...response, body: body instanceof Readable ? Buffer.concat(await body.toArray()) : body });
    },
  })),
  ...mutants(
    'leaves streams open that nobody reads',
    [
      'releases a stream whose contents a challenge takes the place of',
      'releases a stream whose contents an error takes the place of',
    ],
    () => ({ drop() {} }),
  ),
  ...mutants('pipes', ['releases a stream whose client has gone'], () => ({
    send: ({ res }, { body, ...response }) =>
      body instanceof Readable ? body.on('error', () => {}).pipe(res) : send(res, { ...response, body }),
  })),
  ...mutants('reads ahead', ['makes no more of a stream than its client takes'], () => ({
    async send({ res }, response) {
      const { body } = response;
      for (let size = 0; body instanceof Readable && size < 24_000_000; await new Promise(setImmediate)) {
        size += body.read()?.length ?? 0;
      }
      return send(res, response);
    },
  })),
  ...mutants(
    'leaves the streams of HEAD open',
    ['reads the stream of a HEAD request to its end, or releases it'],
    () => ({
      send: (passage, { body, ...response }) =>
        send(passage.res, { ...response, body: isHead(passage) ? undefined : body }),
    }),
  ),
  ...mutants('fails where the client has gone', ['goes on where a client goes away that was not known yet'], () => ({
    send(passage, response) {
      if (passage.res.destroyed) throw new Error('Nobody is there.');
      return sound.send(passage, response);
    },
  })),
  ...mutants(
    'leaves streams open whose client has gone',
    ['goes on where a client goes away before the engine has decided'],
    () => ({ send: (passage, response) => passage.res.destroyed || sound.send(passage, response) }),
  ),
];
