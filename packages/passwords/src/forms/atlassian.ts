import { fromBase64 } from '../algorithms/encodings.js';
import { pbkdf2Check } from '../checks/pbkdf2.js';
import type { Form } from './form.js';

/** What Jira, Confluence and Crowd write: `{PKCS5S2}`, with 16 bytes of salt and 32 of PBKDF2-SHA-1's key. */
export const atlassian: Form = {
  name: 'atlassian',
  read(text) {
    if (!text.startsWith('{PKCS5S2}')) return undefined;
    const bytes = fromBase64(text.slice(9), 'padded');
    if (bytes?.length !== 48) return 'broken';
    const parameters = { digest: 'sha1', iterations: 10_000, salt: bytes.subarray(0, 16) } as const;
    return pbkdf2Check('atlassian', parameters, bytes.subarray(16)) ?? 'broken';
  },
};
