import { type Reason, reasonsOf } from './contract/reason.js';

const texts = {
  CLASSIFIED: { text: 'It is "{kind}". What counted: {by}.' },
  OTHER_CLASSIFICATION: { text: '"{plugin}" takes no part as {role}: its "only" names {only}, and not this kind.' },
  STATUS_CHALLENGES: { text: 'The application answered {status}, which asks for a challenge.' },
  STATUS_LEFT_ALONE: { text: 'The application answered {status}: nobody is challenged. A page answers 401 to be.' },
  CHALLENGED_ALREADY: { text: 'A 401 with {header} is left alone, as it asks for credentials itself.' },
  NO_PAGE: { text: 'No page load, so only challengers for any client are asked ("challengeRequests").' },
} as const;

/** Why core's own classifiers, deciders and orders do what they do. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
