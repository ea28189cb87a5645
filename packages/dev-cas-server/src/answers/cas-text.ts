import { type Failure, failed, type Success } from './outcome.js';

/** CAS 1, section 2.4.2. It says who, or only no. A line feed in a user id could not be told apart: it becomes a space. */
export function validationText(result: Success | Failure): string {
  return failed(result) ? 'no\n\n' : `yes\n${result.userid.replace(/[\r\n]/g, ' ')}\n`;
}
