export default function Login() {
  return (
    <form method="post">
      <input name="login" autoComplete="username" aria-label="Name" />
      <input name="password" type="password" autoComplete="current-password" aria-label="Password" />
      <button type="submit">Sign in</button>
    </form>
  );
}
