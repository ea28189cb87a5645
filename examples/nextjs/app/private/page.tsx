import { headers } from 'next/headers';
import { SignOut, userOf } from '../user';

/** Behind proxy.ts. */
export default async function Private() {
  return (
    <main>
      <h1>The private page</h1>
      <p>{`You are ${userOf(await headers())}.`}</p>
      <SignOut />
    </main>
  );
}
