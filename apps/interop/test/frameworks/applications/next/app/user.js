/** Who is asking, as the server in front says it, of a page's or a route handler's `Headers`. */
export function userOf(headers) {
  const user = headers.get('x-remote-user');
  return user === null ? undefined : decodeURIComponent(user);
}
