import {
  type ChallengeDecider,
  defaultChallengeDecider,
  defaultRequestClassifier,
  type RequestClassifier,
} from '@who/core';
import {
  type ChallengeDeciderSubject,
  type RequestClassifierSubject,
  testChallengeDecider,
  testRequestClassifier,
} from '../../src/index.js';
import { SAYS_WHY } from './reasons.js';
import type { Mutant, MutantTable } from './suite-run.js';

const classifierSubject = (classify: RequestClassifier = defaultRequestClassifier): RequestClassifierSubject => ({
  create: () => classify,
  examples: [
    { request: {}, classification: 'browser' },
    { request: { method: 'PROPFIND' }, classification: 'dav' },
    { request: { method: 'POST', headers: { 'Content-Type': 'text/xml' } }, classification: 'xmlpost' },
  ],
});

const misclassifier = (
  that: string,
  caughtBy: string,
  classify: RequestClassifier,
): Mutant<RequestClassifierSubject> => ({
  that,
  caughtBy,
  subject: classifierSubject(classify),
});

let calls = 0;
let method = '';

export const requestClassifier: MutantTable<RequestClassifierSubject> = {
  suite: testRequestClassifier,
  sound: [
    classifierSubject(),
    { ...classifierSubject(async (exchange) => defaultRequestClassifier(exchange)), promises: ['classify'] },
  ],
  mutants: [
    misclassifier('takes everything for a browser', 'says what kind each request is', () => 'browser'),
    misclassifier(
      'says what the request says',
      'says one word, and never throws, whatever a request holds',
      (exchange) => exchange.header('user-agent') ?? defaultRequestClassifier(exchange),
    ),
    misclassifier('decodes the path', 'says one word, and never throws, whatever a request holds', (exchange) => {
      decodeURIComponent(exchange.path);
      return defaultRequestClassifier(exchange);
    }),
    misclassifier('counts', 'says the same when it is asked again', (exchange) =>
      calls++ % 2 === 0 ? defaultRequestClassifier(exchange) : 'again',
    ),
    misclassifier('writes down what it said', 'changes nothing of the request', (exchange) => {
      (exchange.headerLines as string[]).push('X-Classification', 'browser');
      return defaultRequestClassifier(exchange);
    }),
    misclassifier('answers by a promise without need', 'answers at once where it promises to', async (exchange) =>
      defaultRequestClassifier(exchange),
    ),
    misclassifier('takes everything for a browser while somebody looks on', SAYS_WHY, (exchange) =>
      exchange.explain ? (undefined as never) : defaultRequestClassifier(exchange),
    ),
    misclassifier('keeps the method for itself', 'keeps 100 exchanges apart', async (exchange) => {
      method = exchange.method;
      await null;
      return method === 'PROPFIND' ? 'dav' : defaultRequestClassifier(exchange);
    }),
  ],
};

const deciderSubject = (decide: ChallengeDecider = defaultChallengeDecider): ChallengeDeciderSubject => ({
  create: () => decide,
  examples: [
    { status: 401, challenge: true },
    { status: 401, headers: [['WWW-Authenticate', 'Basic realm="a"']], challenge: true },
    { status: 200, challenge: false },
    { status: 403, challenge: false },
  ],
});

const misdecider = (that: string, caughtBy: string, decide: ChallengeDecider): Mutant<ChallengeDeciderSubject> => ({
  that,
  caughtBy,
  subject: deciderSubject(decide),
});

let status = 0;

export const challengeDecider: MutantTable<ChallengeDeciderSubject> = {
  suite: testChallengeDecider,
  sound: [
    deciderSubject(),
    { ...deciderSubject(async (...given) => defaultChallengeDecider(...given)), promises: ['decide'] },
  ],
  mutants: [
    misdecider('challenges the forbidden', 'decides on each response', (_, response) => response.status >= 401),
    misdecider(
      'says what it found',
      'says true or false, and never throws, whatever it is shown',
      (exchange, response) =>
        response.header('www-authenticate') === undefined
          ? defaultChallengeDecider(exchange, response)
          : ((response.status === 401 || response.header('www-authenticate')) as boolean),
    ),
    misdecider('counts', 'decides the same when it is asked again', (exchange, response) =>
      calls++ % 2 === 0 ? defaultChallengeDecider(exchange, response) : response.status === 403,
    ),
    misdecider('marks the request', 'changes neither the request nor the response', (exchange, response) => {
      (exchange.headerLines as string[]).push('X-Challenged', '1');
      return defaultChallengeDecider(exchange, response);
    }),
    misdecider('takes cookies away', 'changes neither the request nor the response', (exchange, response) => {
      (response as { setCookies: readonly string[] }).setCookies = [];
      return defaultChallengeDecider(exchange, response);
    }),
    misdecider('answers by a promise without need', 'answers at once where it promises to', async (...given) =>
      defaultChallengeDecider(...given),
    ),
    misdecider('decides without a word', SAYS_WHY, (_, response) => response.status === 401),
    misdecider('keeps the status for itself', 'keeps 100 exchanges apart', async (_, response) => {
      status = response.status;
      await null;
      return status === 401;
    }),
    misdecider('says nothing to strangers', 'works under any classification', (exchange, response) =>
      exchange.classification === 'never-heard-of' ? (undefined as never) : defaultChallengeDecider(exchange, response),
    ),
  ],
};
