/**
 * The seconds that a text stands for which has the units of mod_auth_tkt: `'2h'`, `'1w 4d 3h'`; digits alone are seconds.
 * A year has 365 days and a month 30.
 *
 * @returns `undefined` for any other text
 */
export function secondsIn(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^\d+[yMwdhms](?: +\d+[yMwdhms])*$/.test(text)) return undefined;
  return text.split(/ +/).reduce((sum, part) => sum + Number.parseInt(part, 10) * (UNITS[part.slice(-1)] ?? 0), 0);
}

const DAY = 86_400;
const UNITS: Readonly<Record<string, number>> = { y: 365 * DAY, M: 30 * DAY, w: 7 * DAY, d: DAY, h: 3600, m: 60, s: 1 };
