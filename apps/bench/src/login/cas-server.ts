import { startDevCasServer } from '@who/dev-cas-server';
import { answering } from '../processes/answering.js';

/** The development CAS server in a process of its own, and tickets from it without a browser. */
export interface Question {
  /** How many tickets. */
  readonly tickets: number;
}

export interface Answer {
  readonly url: string;
  readonly tickets: readonly string[];
}

const server = await startDevCasServer({ ticketLifetimeSeconds: 300 });
const userid = server.users[0]?.userid ?? '';

answering(({ tickets }: Question): Answer => {
  const issue = (): string => server.issueTicket({ userid, service: 'http://localhost/login/cas' });
  return { url: server.url, tickets: Array.from({ length: tickets }, issue) };
});
