import { headers } from 'next/headers';
import { userOf } from './user.js';

export default async function Home() {
  return <p>{`Hello ${userOf(await headers()) ?? 'stranger'}`}</p>;
}
