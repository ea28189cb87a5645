import { quoted } from '../../findings/finding.js';
import type { PlannedPart } from '../../plan/plan.js';
import type { Mapping } from '../mapping.js';

/** `repoze.who.plugins.auth_tkt:make_plugin` */
export function authTkt(mapping: Mapping): PlannedPart {
  mapping.known(
    'secret',
    'secretfile',
    'cookie_name',
    'secure',
    'include_ip',
    'timeout',
    'reissue_time',
    'userid_checker',
    'digest_algo',
  );
  secrets(mapping);
  mapping.set('compat', 'repoze');
  mapping.set('digest', digest(mapping), 'digest_algo');
  mapping.set('cookieName', mapping.text('cookie_name'), 'cookie_name');
  lifetimes(mapping);
  if (mapping.flag('include_ip')) {
    mapping.set('includeIp', true, 'include_ip');
    mapping.differs(
      'include_ip',
      'Who comes by IPv6 cannot sign in by such tickets; in Python, remembering them fails with 500.',
    );
  }
  if (mapping.flag('secure')) mapping.set('secure', true, 'secure');
  else if (mapping.has('secure')) {
    mapping.differs('secure', 'The cookie is "Secure" all the same where the public URL is https.');
  }
  mapping.set('isUserAllowed', mapping.function('userid_checker', 'a function (userid) => boolean'), 'userid_checker');
  mapping.differs(
    undefined,
    'The cookie is HttpOnly and SameSite=Lax, and one for the host; Python sets three, which scripts can read without "secure".',
  );
  return mapping.part('@who/plugin-auth-tkt');
}

function secrets(mapping: Mapping): void {
  const [secret, file] = [mapping.text('secret'), mapping.text('secretfile')];
  if (secret !== undefined && file !== undefined) {
    mapping.error('CONFIG_BAD_VALUE', 'secretfile', 'and "secret" cannot both be given.');
  }
  if (secret === undefined && file === undefined) {
    mapping.error('CONFIG_MISSING', 'secret', 'or "secretfile" has to be given.');
  }
  if (secret !== undefined) {
    if (secret === '')
      mapping.error('CONFIG_BAD_VALUE', 'secret', 'must not be empty: anybody could sign in as anybody.');
    mapping.set('secrets', [secret], 'secret');
    return;
  }
  if (file === undefined) return;
  if (file === '') mapping.error('CONFIG_BAD_VALUE', 'secretfile', 'must be the path of a file.');
  mapping.set('secrets', [{ file: withHome(file) }], 'secretfile');
  mapping.differs('secretfile', 'Each line is a secret, the newest first, and the file is read again when it changes.');
}

/** `os.path.expanduser` for one's own folder. */
function withHome(file: string): string {
  return file.startsWith('~/') ? `\${HOME}${file.slice(1)}` : file;
}

function digest(mapping: Mapping): string | undefined {
  const text = mapping.text('digest_algo') ?? 'md5';
  if (['md5', 'sha256', 'sha512'].includes(text)) return text;
  const meant = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const hint = ['md5', 'sha256', 'sha512'].includes(meant) ? ` Did you mean ${quoted(meant)}?` : '';
  mapping.error('CONFIG_BAD_VALUE', 'digest_algo', `must be "sha256", "sha512" or "md5", to the letter.${hint}`);
  return undefined;
}

function lifetimes(mapping: Mapping): void {
  const [timeout, reissue] = [mapping.seconds('timeout'), mapping.seconds('reissue_time')];
  if (!timeout) {
    mapping.set('timeoutSeconds', false, 'timeout');
    mapping.set('reissueSeconds', reissue ? reissue : false, 'reissue_time');
    mapping.differs('timeout', 'Without a "timeout", a stolen ticket is good for ever, as in Python.');
    return;
  }
  mapping.set('timeoutSeconds', timeout, 'timeout');
  if (!reissue || reissue > timeout) {
    mapping.error('CONFIG_BAD_VALUE', 'reissue_time', 'has to be given with "timeout", and not be higher.');
    return;
  }
  // Python takes one that is as high; it then comes too late for every ticket.
  mapping.set('reissueSeconds', reissue === timeout ? false : reissue, 'reissue_time');
  if (reissue === timeout) mapping.differs('reissue_time', 'One as high as "timeout" renews nothing.');
}
