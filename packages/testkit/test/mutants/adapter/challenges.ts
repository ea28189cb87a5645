import { type Reply, responseHead } from '@who/core';
import type { AdapterSubject } from '../../../src/index.js';
import type { Mutant } from '../suite-run.js';
import { isHead, mutants, others } from './faults.js';
import { plain, send, sound } from './reference.js';

export const challenges: readonly Mutant<AdapterSubject>[] = [
  ...mutants('never challenges', ['puts a challenge in the place of a 401'], () => ({
    conclude: async (api, head) => ({ ...(await api.conclude(head)), challenge: undefined }),
  })),
  ...mutants('keeps the headers of a 401', ['takes all headers of a 401 away but its cookies'], () => ({
    challenged: (challenge, { headers }) =>
      sound.passed(sound.challenged(challenge, plain(0, ''), {} as never), headers),
  })),
  ...mutants(
    'drops the cookies of a challenge',
    ['forgets who was signed in, and remembers nobody, with a challenge'],
    () => ({
      challenged: ({ headers = [], ...challenge }) => ({ ...challenge, headers: others(headers) }),
    }),
  ),
  ...mutants(
    'shows the engine a status and nothing else',
    ['shows the engine what the application wanted to send'],
    () => ({
      head: ({ status }) => responseHead(status),
    }),
  ),
  ...mutants(
    'answers HEAD with a body',
    ['sends no body with the challenge of a HEAD request', 'sends no body with an early reply to a HEAD request'],
    () => ({
      send(passage, response) {
        const { req, res } = passage;
        send(res, response);
        return isHead(passage) && req.socket.write(String(response.body));
      },
    }),
  ),
  ...mutants(
    'drops the body of every 401',
    ['leaves programs their own 401', 'leaves a 401 as it is that nobody challenges'],
    () => ({
      passed: ({ status, headers, body }, added) => ({
        status,
        headers: [...headers, ...added],
        body: status === 401 ? undefined : body,
      }),
    }),
  ),
  ...mutants('adds nothing to a 401', ['tells programs how to sign in, beside their own 401'], () => ({
    passed: (response, added) => (response.status === 401 ? response : sound.passed(response, added)),
  })),
  ...mutants('sends Latin-1', ['sends the text of a challenge as UTF-8, and bytes as they are'], () => ({
    challenged: (challenge, ...given) => ({
      ...sound.challenged(challenge, ...given),
      body: Buffer.from(String(challenge.body), 'latin1'),
    }),
  })),
  ...mutants('says that an empty challenge is HTML', ['sends a challenge without a body'], () => ({
    challenged: ({ headers = [], ...challenge }) => ({
      ...challenge,
      headers: [...headers, ['Content-Type', 'text/html']],
    }),
  })),
  ...mutants('closes the connection after a challenge', ['lets the connection serve others after a challenge'], () => ({
    challenged: ({ headers = [], ...challenge }) => ({ ...challenge, headers: [...headers, ['Connection', 'close']] }),
  })),
  ...mutants('hangs up on those who send a body', ['answers an upload that nobody has read'], () => ({
    challenged(challenge, response, passage) {
      if (!passage.req.complete) passage.req.destroy();
      return sound.challenged(challenge, response, passage);
    },
  })),
  ...mutants('lets error pages pass', ['challenges the 401 of an error handler'], () => ({
    conclude: (api, head) => (head.header('x-handled') ? { challenge: undefined, headers: [] } : api.conclude(head)),
  })),
];

export const earlyReplies: readonly Mutant<AdapterSubject>[] = [
  ...mutants('asks the application, too', ['sends an early reply, and never asks the application'], () => ({
    async earlyReply(api, passage) {
      if (api.earlyReply) await sound.run(api, passage);
      return api.earlyReply;
    },
  })),
  ...mutants('answers strangers by itself', ['goes on to the application where no early reply was made'], () => ({
    earlyReply: (api) => api.earlyReply ?? (api.identity ? undefined : { status: 204 }),
  })),
  ...mutants(
    'asks for no decision on an early reply',
    ['keeps somebody signed in by an early reply', 'challenges an early reply that asks for it'],
    () => ({
      conclude: (api, head) => (api.earlyReply ? { challenge: undefined, headers: [] } : api.conclude(head)),
    }),
  ),
  ...mutants('says how long nothing is', ['sends an early 204'], () => ({
    earlyReply: ({ earlyReply }): Reply | undefined =>
      earlyReply && { ...earlyReply, headers: [['Content-Length', '0']] },
  })),
  ...mutants(
    'hangs up on those who send a body',
    ['lets the connection serve others after an early reply to an upload'],
    () => ({
      earlyReply({ earlyReply }, { req }) {
        if (earlyReply && !req.complete) req.destroy();
        return earlyReply;
      },
    }),
  ),
];
