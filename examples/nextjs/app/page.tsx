import { headers } from 'next/headers';
import { SignOut, userOf } from './user';

export default async function Home() {
  const user = userOf(await headers());
  return (
    <main>
      <h1>Welcome</h1>
      {user === undefined ? (
        <a href="/private">Sign in</a>
      ) : (
        <>
          <p>{`You are ${user}.`}</p>
          <SignOut />
        </>
      )}
    </main>
  );
}
