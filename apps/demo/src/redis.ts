import { Cluster, Redis } from 'ioredis';

/** A client for one server, or for a Cluster by as many of its nodes as are named. It fails at once while it is away. */
export function openRedis(urls: readonly [string, ...string[]]): Redis | Cluster {
  const [url, ...others] = urls;
  const client =
    others.length === 0
      ? new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, connectTimeout: 2000 })
      : new Cluster([...urls], { enableOfflineQueue: false, redisOptions: credentialsOf(url) });
  // Whoever asks it for something is told, and warns.
  return client.on('error', () => {});
}

/** Of all nodes: a Cluster tells the addresses of the others, not how to sign in there. */
function credentialsOf(url: string): { username?: string; password?: string; tls?: object } {
  const { protocol, username, password } = new URL(url);
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
}
