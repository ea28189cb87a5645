import { chain } from '@who/core';
import { apache } from './apache.js';
import { aspnet } from './aspnet.js';
import { atlassian } from './atlassian.js';
import { crypt } from './crypt.js';
import { django } from './django.js';
import { dovecot } from './dovecot.js';
import { drupal } from './drupal.js';
import type { Form, FormName, Found, Stored } from './form.js';
import { hex } from './hex.js';
import { ldap } from './ldap.js';
import { mediawiki } from './mediawiki.js';
import { passlib } from './passlib.js';
import { phc } from './phc.js';
import { repoze } from './repoze.js';
import { spring } from './spring.js';
import { unmarked } from './unmarked.js';
import { werkzeug } from './werkzeug.js';
import { wordpress } from './wordpress.js';

/** All forms. Where two have the same text, the first one takes it. */
const FORMS: readonly Form[] = [
  crypt,
  phc,
  apache,
  ldap,
  repoze,
  dovecot,
  django,
  werkzeug,
  passlib,
  wordpress,
  drupal,
  mediawiki,
  atlassian,
  spring,
  aspnet,
  hex,
  unmarked,
];

export const FORM_NAMES: readonly FormName[] = FORMS.map(({ name }) => name);

/** Takes texts of these forms apart. */
export function reader(names: readonly FormName[]): (text: string) => Found {
  const forms = FORMS.filter(({ name }) => names.includes(name));
  return (text) => {
    if (text.length > MAX_LENGTH) return undefined;
    let answer: Found;
    for (const form of forms) {
      const found = form.read(text);
      if (typeof found !== 'object') answer ??= found;
      else return withRival(found, forms.find(({ name }) => name === found.rival)?.read(text));
    }
    return answer;
  };
}

/** What one of two matches that are answered at once. */
function withRival(found: Stored, rival: Found): Stored {
  if (typeof rival !== 'object') return found;
  return {
    ...found,
    matches: (password, tools) =>
      chain(found.matches(password, tools), (isRight) => isRight || rival.matches(password, tools)),
  };
}

/** No program writes longer ones. */
const MAX_LENGTH = 2048;
