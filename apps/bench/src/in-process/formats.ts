import {
  decodeCookieValue,
  encodeCookieValue,
  mintTicket,
  mintWho1,
  readTicket,
  readWho1,
  type Ticket,
  type TicketFormat,
  type TicketKey,
  who1Key,
} from '@who/plugin-auth-tkt';
import { interleave } from '../interleave.js';
import { secret } from '../secret.js';
import { NEW_TICKETS } from '../tickets.js';

/** `usual`: a mail address, two tokens and the id of a session. `shortest`: what `ticketCookies` has. */
export const contents = {
  usual: { userid: 'alice.smith@example.org', tokens: ['staff', 'editors'], userdata: 'session=5f0c1de2a7b94f2f8d3e' },
  shortest: { userid: 'alice', tokens: ['staff'], userdata: '' },
} as const;

/** Microseconds of the processor, round by round. */
export type FormatTimes = Readonly<Record<TicketFormat, readonly number[]>>;

/**
 * What it costs to make a ticket and to verify it once, as a cookie's value, which comes as a new string from bytes. Both
 * formats in turn in this process.
 */
export async function timeFormats(content: keyof typeof contents, rounds: number): Promise<FormatTimes> {
  const tickets = ticketsWith(content);
  const cases = [
    { id: 'auth_tkt' as const, sample: sampler(tickets, mintAuthTkt, readAuthTkt) },
    { id: 'who1' as const, sample: sampler(tickets, mintOwn, readOwn) },
  ];
  for (let i = 0; i < 4; i++) for (const { sample } of cases) await sample();
  const times = await interleave(cases, rounds);
  return { auth_tkt: times.get('auth_tkt') ?? [], who1: times.get('who1') ?? [] };
}

/** Texts as they come from a request, and not as JavaScript has put them together. */
function ticketsWith(content: keyof typeof contents): readonly Ticket[] {
  const { userid, tokens, userdata } = contents[content];
  const timestampSeconds = Math.floor(Date.now() / 1000);
  return Array.from({ length: NEW_TICKETS }, (_, number) => {
    const mark = userdata + number.toString(36).padStart(6, '0');
    return { userid, tokens, userdata: Buffer.from(mark).toString('latin1'), timestampSeconds };
  });
}

function sampler(
  tickets: readonly Ticket[],
  mint: (ticket: Ticket) => string,
  read: (value: string) => Ticket | undefined,
): () => Promise<number> {
  const values = tickets.map((ticket) => Buffer.from(mint(ticket), 'latin1'));
  let next = 0;
  return async () => {
    const before = process.cpuUsage();
    for (let i = 0; i < SAMPLE; i++) {
      const ticket = tickets[next] as Ticket;
      const found = read((values[next] as Buffer).toString('latin1'));
      if (mint(ticket) === '' || found?.userdata !== ticket.userdata)
        throw new Error('The benchmark is not signed in.');
      next = next + 1 === tickets.length ? 0 : next + 1;
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / SAMPLE;
  };
}

const SAMPLE = 5000;

const key: TicketKey = { secret, digest: 'sha256', compat: 'repoze' };
const mintAuthTkt = (ticket: Ticket): string => encodeCookieValue(mintTicket(ticket, key), key.compat);
const readAuthTkt = (value: string): Ticket | undefined => readTicket(decodeCookieValue(value) ?? '', key);

const own = who1Key(secret, { cookieName: 'auth_tkt' });
const mintOwn = (ticket: Ticket): string => mintWho1(ticket, own);
const readOwn = (value: string): Ticket | undefined => readWho1(value, own);
