import { journeysPicture } from '../explanations/journeys.js';
import { errorsTable } from './errors.js';
import { cookiesTable, optionsIndex, readsAndWrites, reasonsTable } from './options.js';

/** What pages include that is made of the sources, by its name in `<!-- made: NAME -->`. */
export async function makers(): Promise<ReadonlyMap<string, () => string>> {
  const journeys = await journeysPicture();
  return new Map([
    ['cookies', cookiesTable],
    ['errors', errorsTable],
    ['journeys', () => journeys],
    ['options', optionsIndex],
    ['reads-and-writes', readsAndWrites],
    ['reasons', reasonsTable],
  ]);
}
