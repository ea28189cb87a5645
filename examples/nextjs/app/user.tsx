/** Who is asking, as the server in front says it, of a page's or a route handler's `Headers`. */
export function userOf(headers: Headers): string | undefined {
  const user = headers.get('x-remote-user');
  return user === null ? undefined : decodeURIComponent(user);
}

export function SignOut() {
  return (
    <form method="post" action="/logout">
      <button type="submit">Sign out</button>
    </form>
  );
}
