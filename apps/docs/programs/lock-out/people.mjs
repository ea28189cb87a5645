import { text } from 'node:stream/consumers';
import { hashPassword } from '@who/passwords';
import Database from 'better-sqlite3';

const [what = '', userid = ''] = process.argv.slice(2);

const database = new Database('people.db');
database.exec(
  'CREATE TABLE IF NOT EXISTS people (userid TEXT PRIMARY KEY, password TEXT, changed TEXT, locked INTEGER)',
);

// A sign-in counts for as long as "changed" is what it was when it began.
const changed = new Date().toISOString();
const statements = {
  add: 'INSERT INTO people VALUES (:userid, :hash, :changed, 0)',
  lock: 'UPDATE people SET locked = 1, changed = :changed WHERE userid = :userid',
  unlock: 'UPDATE people SET locked = 0 WHERE userid = :userid',
  'sign-out': 'UPDATE people SET changed = :changed WHERE userid = :userid',
};
const statement = database.prepare(statements[what] ?? '');
const hash = what === 'add' ? await hashPassword((await text(process.stdin)).trim()) : '';
const { changes } = statement.run({ userid, ...(what !== 'unlock' && { changed }), ...(what === 'add' && { hash }) });
console.log(changes === 1 ? `${what}: ${userid}` : `There is no ${userid}`);
