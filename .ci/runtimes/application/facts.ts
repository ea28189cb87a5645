/** What the application and its visitor have to agree on. */
export const PUBLIC_URL = 'http://app.example';
export const SECRET = 'thirty-two bytes that nobody else has';
export const USERID = 'alice';
/** They have the same password, and `bob` a hash of another kind. */
export const USERS: readonly string[] = [USERID, 'bob'];
export const PASSWORD = 'wonderland';
/** A password file with them: bcrypt, and SHA-crypt. */
export const USERS_FILE: string = [
  'alice:$2y$04$uiT3y6c8TLpxALr6Ywr33OTSTZx3gGZH0.VxnCYhRezigdQ2Pcy0G',
  'bob:$6$runtimes$12nD3f3XQi.T2SsWXDJEI6qwDjp5PXz3j0wbNtzcIdVMW3p1MqNH.D2RzdNQ04yypAVfCsJa6ssJbpiT1JupS.',
  '',
].join('\n');
export const MAIL = 'alice@example.org';
/** Of `backup`. */
export const TOKEN = 'example_token';
export const TOKEN_SHA256 = '87d3c9d0817af26f70281302e34fa8b79753b4ef48f2d63303cb79f45928c2cf';
