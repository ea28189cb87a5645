import { createServer } from 'node:http';
import { checkTargets, guard, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { betterSqlite3, sql } from '@who/plugin-sql';
import Database from 'better-sqlite3';
import connect from 'connect';

const { PORT = '3000', WHO_SECRET = '' } = process.env;

const people = sql({
  driver: betterSqlite3(new Database('people.db')),
  // Who may sign in, and who of those who have signed in before is still let in.
  user: 'SELECT userid, password, changed FROM people WHERE userid = :login AND NOT locked',
  session: 'SELECT userid, changed FROM people WHERE userid = :userid AND NOT locked',
  // With every request. 5: at most once in five seconds for each user, who is then in for so long.
  recheckSeconds: 0,
});

const who = createWho({
  publicUrl: `http://localhost:${PORT}`,
  plugins: {
    form: form({ rememberer: 'ticket' }),
    ticket: authTkt({
      secrets: [WHO_SECRET],
      isUserAllowed: people.isUserAllowed,
      isRevoked: people.isRevoked,
    }),
    people,
  },
  identifiers: ['form', 'ticket'],
  authenticators: ['ticket', 'people'],
  challengers: ['form'],
});

const app = connect();
app.use(whoMiddleware(who));
app.use('/private', guard(authenticated()));
app.use((req, res) => res.end(`Port ${PORT}: ${req.remoteUser ?? 'a stranger'}\n`));
createServer(checkTargets(app)).listen(Number(PORT), '127.0.0.1', () => console.log(`http://localhost:${PORT}`));
