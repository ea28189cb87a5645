import type { PlannedPart } from '../../plan/plan.js';
import type { Mapping } from '../mapping.js';

/** `repoze.who.plugins.cas.main_plugin:make_plugin` */
export function cas(mapping: Mapping): PlannedPart {
  mapping.known('cas_url', 'cas_version', 'rememberer_name', 'attributes_name', 'path_logout', 'path_toskip', 'debug');
  for (const option of ['cas_url', 'rememberer_name']) {
    if (!mapping.text(option)) mapping.error('CONFIG_MISSING', option, 'has to be given.');
  }
  mapping.set('casUrl', mapping.text('cas_url'), 'cas_url');
  mapping.set('rememberer', mapping.text('rememberer_name'), 'rememberer_name');
  mapping.set('version', version(mapping), 'cas_version');
  mapping.differs(
    undefined,
    'People come back from CAS to /login/cas below the public URL, and go on to their page from there; in Python the page itself is the service. Allow that address at the CAS server.',
  );
  const attributes = mapping.text('attributes_name');
  if (attributes !== undefined && attributes !== 'attributes') {
    mapping.error(
      'CONFIG_BAD_VALUE',
      'attributes_name',
      'must be "attributes": they are found under this name, by metadata caches, too.',
    );
  }
  logout(mapping);
  skipped(mapping);
  return mapping.part('@who/plugin-cas');
}

function version(mapping: Mapping): string | undefined {
  const text = mapping.text('cas_version') ?? '1.0';
  const major = /^\s*([123])(?:\.\d+)?\s*$/.exec(text)?.[1];
  if (major === undefined) mapping.error('CONFIG_BAD_VALUE', 'cas_version', 'must be "1.0", "2.0" or "3.0".');
  if (major === '3') {
    mapping.differs('cas_version', 'Asks /p3/serviceValidate, as the protocol has it; Python asks /serviceValidate.');
  }
  return major;
}

/** Python signs out wherever an expression matches the address; here it is one path, and takes a POST. */
function logout(mapping: Mapping): void {
  const expressions =
    mapping
      .text('path_logout')
      ?.split('\n')
      .map((line) => line.trim())
      .filter(Boolean) ?? [];
  const paths = expressions.map((expression) => /^(?:\^|\.\*)?((?:\/[\w.~-]+)+)(?:\.\*|\$)?$/.exec(expression)?.[1]);
  const path = paths.find((one) => one !== undefined);
  if (expressions.length === 0) return;
  if (path === undefined) {
    mapping.error(
      'CONFIG_BAD_VALUE',
      'path_logout',
      'must have an expression that stands for one path, such as ".*/logout".',
    );
    return;
  }
  mapping.set('logoutPath', path, 'path_logout');
  mapping.set('logoutByGet', true, 'path_logout');
  mapping.differs(
    'path_logout',
    `Signs out at ${path}, and nowhere else; by GET, too, so that pasted links do. In Python wherever an expression matches.`,
  );
}

function skipped(mapping: Mapping): void {
  if (!mapping.text('path_toskip')) return;
  mapping.differs(
    'path_toskip',
    'Tickets count at /login/cas only, so pages that deal with CAS themselves keep theirs anyway.',
  );
}
