import { measureCas } from '../login/cas.js';
import { measureForm, WAYS } from '../login/form.js';
import { measureLdap } from '../login/ldap.js';
import { measurePasswords, NOBODY } from '../login/passwords.js';
import { postgresqlIsThere } from '../login/postgresql.js';
import { slapdIsThere } from '../login/slapd.js';
import { measureSql } from '../login/sql.js';
import type { Figure } from '../report/figure.js';
import { ratios, spreadOf } from '../statistics.js';
import { roundsOf, type SectionRunner } from './section.js';

export const login: SectionRunner = {
  name: 'login',
  async run(options) {
    const passwords = await measurePasswords(roundsOf(5, options), 2000);
    const alone = (passwords.get(NOBODY) ?? []).map((one) => one.othersP99Ms);
    const figures = [...passwords].map(([scheme, samples]): Figure => {
      const p99 = samples.map((one) => one.othersP99Ms);
      return {
        id: `login/${scheme}`,
        label: scheme === NOBODY ? 'nobody logs in' : `passwords by ${scheme}`,
        values: {
          ...(scheme === NOBODY ? {} : { 'logins/s': spreadOf(samples.map((one) => one.passwordsPerSecond)) }),
          'p99 ms of others': spreadOf(p99),
          ...(scheme === NOBODY ? {} : { '× nobody': spreadOf(ratios(p99, alone)) }),
        },
      };
    });
    const cas = spreadOf(await measureCas(roundsOf(5, options)));
    const forms = await measureForm(roundsOf(20, options), 2000);
    const form = WAYS.map((how): Figure => {
      const label = how === 'by-hand' ? 'a form, read and signed in by hand' : `a form by plugin-form, ${how} password`;
      return { id: `login/form-${how}`, label, values: { 'CPU µs': spreadOf(forms.get(how) ?? []) } };
    });
    const directory = slapdIsThere ? await measureLdap(roundsOf(5, options)) : [];
    const database = postgresqlIsThere ? await measureSql(roundsOf(5, options)) : [];
    return {
      name: this.name,
      title:
        'Login: passwords over HTTP and what others notice; CAS tickets; forms without the check of the password; a directory; databases',
      notes: [
        'The server runs on any core: passwords are checked on threads of their own.',
        ...(slapdIsThere ? [] : ['No directory is measured: slapd is not installed.']),
        ...(postgresqlIsThere ? [] : ['No database is measured: postgresql is not installed.']),
      ],
      figures: [
        ...figures,
        { id: 'login/cas', label: 'CAS tickets, development server', values: { 'logins/s': cas } },
        ...form,
        ...directory,
        ...database,
      ],
    };
  },
};
