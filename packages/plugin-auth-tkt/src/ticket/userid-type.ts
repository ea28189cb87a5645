import { base64Bytes } from './bytes.js';
import type { TicketKey } from './ticket.js';

/*
 * Python's peers note in the userdata what type a userid has: repoze.who 2 and Pyramid as `userid_type:int` between
 * `|`, repoze.who 3 as `userid_type=int` in a query string. Pyramid writes texts and bytes in base64, and notes that.
 */

/** The bytes of a userid as they stand in a ticket. */
export function writtenUserid(userid: string, userdata: string, key: TicketKey): string {
  return isInBase64(userdata, key) ? Buffer.from(userid, 'latin1').toString('base64') : userid;
}

/** The bytes of a userid that stands in a ticket; `undefined` when they are not what the userdata says. */
export function readUserid(written: string, userdata: string, key: TicketKey): string | undefined {
  return isInBase64(userdata, key) ? base64Bytes(written) : written;
}

/** Whether a userid is an integer where the userdata says so, such that Python's `str(int(userid))` gives it back. */
export function fitsType(userid: string, userdata: string, { compat }: Pick<TicketKey, 'compat'>): boolean {
  if (compat !== 'repoze' || !userdata.includes('userid_type')) return true;
  const type = noteIn(userdata) ?? new URLSearchParams(userdata).getAll('userid_type').at(-1);
  return type !== 'int' || /^(?:0|-?[1-9][0-9]*)$/.test(userid);
}

function isInBase64(userdata: string, { useridTypes }: TicketKey): boolean {
  if (useridTypes !== 'pyramid') return false;
  const type = noteIn(userdata);
  return type === 'b64unicode' || type === 'b64str';
}

/** The type between `|`; of several the first. */
function noteIn(userdata: string): string | undefined {
  const note = userdata.split('|').find((item) => item.startsWith(NOTE));
  return note?.slice(NOTE.length);
}

const NOTE = 'userid_type:';
