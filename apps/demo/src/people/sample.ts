import type { Sqlite } from './sqlite.js';

/** An account that everybody knows. */
export interface Account {
  readonly userid: string;
  readonly password: string;
}

/** The accounts of the demo's own database. The last one's stored form is outdated, until it signs in. */
export const databaseAccounts: readonly Account[] = [
  { userid: 'dora', password: 'explorer' },
  { userid: 'emil', password: 'detective' },
  { userid: 'fay', password: 'oldform' },
];

/** Makes the tables, and the accounts in them. Hashes are what `hashPassword` and Apache's htpasswd make. */
export function addSample(database: Pick<Sqlite, 'exec'>): void {
  database.exec(`
    CREATE TABLE users (login TEXT PRIMARY KEY, password TEXT NOT NULL, name TEXT, mail TEXT);
    CREATE TABLE user_roles (login TEXT NOT NULL REFERENCES users, role TEXT NOT NULL);
    INSERT INTO users VALUES
      ('dora', '$argon2id$v=19$m=19456,t=2,p=1$AF/qbGalqlsra0CN5MX4aQ$iQTvisA6FfB/B5cz70yNmN/INYplIh4jvJv1nKoO5ks',
        'Dora Lange', 'dora@example.org'),
      ('emil', '$argon2id$v=19$m=19456,t=2,p=1$WAwJZQjC7mQQ1QW8IKkZjA$6AB8WlbB8YolvxUyp7/7srCCqfqW4aL+Fj1mKaEj5RE',
        'Emil Berg', 'emil@example.org'),
      ('fay', '$apr1$demoDemo$t7ay4DRE1yzaVYAqiL36B.', 'Fay Moss', 'fay@example.org');
    INSERT INTO user_roles VALUES ('dora', 'staff'), ('dora', 'editors'), ('emil', 'staff');
  `);
}
