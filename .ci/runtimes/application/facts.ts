/** What the application and its visitor have to agree on. */
export const PUBLIC_URL = 'http://app.example';
export const SECRET = 'thirty-two bytes that nobody else has';
export const USERID = 'alice';
export const PASSWORD = 'wonderland';
export const MAIL = 'alice@example.org';
/** Of `backup`. */
export const TOKEN = 'example_token';
export const TOKEN_SHA256 = '87d3c9d0817af26f70281302e34fa8b79753b4ef48f2d63303cb79f45928c2cf';
