import type { PlannedPart } from '../../plan/plan.js';
import type { Mapping } from '../mapping.js';

/** `repoze.who.plugins.redirector:make_plugin` */
export function redirector(mapping: Mapping): PlannedPart {
  mapping.known('login_url', 'came_from_param', 'reason_param', 'reason_header');
  const url = mapping.text('login_url');
  if (!url) mapping.error('CONFIG_MISSING', 'login_url', 'has to be given.');
  else if (!/^(?:\/|https?:)/i.test(url)) {
    mapping.error(
      'CONFIG_BAD_VALUE',
      'login_url',
      'must begin with "/", or be an http or https URL: a relative one means another page on each page.',
    );
  }
  mapping.set('loginUrl', url, 'login_url');
  mapping.set('cameFromParam', mapping.text('came_from_param') ?? null, 'came_from_param');
  const [param, header] = [mapping.text('reason_param'), mapping.text('reason_header')];
  if (header !== undefined && param === undefined) {
    mapping.error('CONFIG_BAD_VALUE', 'reason_header', 'needs a "reason_param".');
  }
  mapping.set('reasonParam', param, 'reason_param');
  if (param !== undefined) mapping.set('reasonHeader', header ?? 'X-Authorization-Failure-Reason', 'reason_header');
  return mapping.part('@who/plugin-redirector');
}
