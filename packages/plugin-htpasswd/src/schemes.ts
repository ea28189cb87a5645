import { SALTED_SCHEMES, type Scheme } from '@who/passwords';

/** The schemes that count unless `allow` says otherwise: what Apache's programs write, as far as it is worth anything. */
export const HTPASSWD_SCHEMES: readonly Scheme[] = Object.freeze([...SALTED_SCHEMES, 'sha1'] as const);
