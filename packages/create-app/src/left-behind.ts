/** What is there when somebody has tried an example in its place: a secret, and users with passwords, among others. */
const LEFT_BEHIND = /[/\\](?:node_modules|\.next|\.env|users\.htpasswd|package-lock\.json)$/;

/** Whether a path is of such a file or folder, and not of the example. */
export function isLeftBehind(path: string): boolean {
  return LEFT_BEHIND.test(path);
}
