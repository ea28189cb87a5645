import { headers } from 'next/headers';
import { userOf } from '../user.js';

/** Behind proxy.js. */
export default async function Members() {
  return <p>{`For ${userOf(await headers())}`}</p>;
}
