/**
 * The secrets in a text: one on each line, the newest first. Blanks around them do not count, nor do empty lines and those
 * that begin with `#`.
 *
 * @throws {Error} what is wrong with it, and nothing of what is in it
 */
export function secretsIn(text: string): string[] {
  if (text.includes('\0')) throw new Error('There is no text of secrets, or one in UTF-16: save it as UTF-8.');
  // What stands for bytes that are not UTF-8.
  if (text.includes('\ufffd')) throw new Error('The secrets are not in UTF-8.');
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const secrets = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (secrets.length === 0) throw new Error('There is no secret.');
  return secrets;
}
