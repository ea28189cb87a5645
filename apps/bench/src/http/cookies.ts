import { NEW_TICKETS, ticketCookies } from '../tickets.js';
import { greeting } from './applications/greeting.js';
import type { HttpCase } from './cases.js';

/** The `Cookie` headers for a case, from the running server where it gives them out itself. */
export async function cookiesFor({ cookies }: HttpCase, url: string): Promise<readonly string[]> {
  switch (cookies) {
    case 'none':
      return [''];
    case 'ticket':
      return ticketCookies(1);
    case 'new tickets':
      return ticketCookies(NEW_TICKETS);
    case 'md5 ticket':
      return ticketCookies(1, 'md5');
    case 'login': {
      const response = await fetch(`${url}/login`);
      await response.body?.cancel();
      const pairs = response.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '');
      if (pairs.length === 0) throw new Error(`${url} gives out no cookie.`);
      return [pairs.join('; ')];
    }
  }
}

/**
 * Makes sure that a server does what is compared: greets who is signed in, and takes nobody else for him.
 *
 * @returns how its answers end
 */
export async function verify(
  { id, cookies, greetsAll }: HttpCase,
  url: string,
  headers: readonly string[],
): Promise<string> {
  const expected = greeting(cookies === 'none' && !greetsAll ? undefined : 'alice');
  await expectAnswer(id, url, headers[0] ?? '', expected);
  await expectAnswer(id, url, headers.at(-1) ?? '', expected);
  if (greetsAll) return expected;
  await expectAnswer(id, url, '', greeting(undefined));
  const forged = headers.map((header) => forge(header))[0] ?? '';
  await expectAnswer(id, url, forged, greeting(undefined));
  return expected;
}

async function expectAnswer(id: string, url: string, cookie: string, expected: string): Promise<void> {
  const response = await fetch(url, { headers: cookie === '' ? {} : { cookie } });
  const body = await response.text();
  if (response.status !== 200 || body !== expected) {
    throw new Error(`${id} answers ${response.status} ${JSON.stringify(body)}, not ${JSON.stringify(expected)}.`);
  }
}

/** The same cookies, with one character in the middle of each value changed. */
function forge(header: string): string {
  return header.replace(/=([^;]{2,})/g, (_all, value: string) => {
    const middle = Math.floor(value.length / 2);
    return `=${value.slice(0, middle)}${value[middle] === 'a' ? 'b' : 'a'}${value.slice(middle + 1)}`;
  });
}
