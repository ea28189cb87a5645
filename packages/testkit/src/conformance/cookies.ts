import type { Exchange, HeaderList } from '@who/core';
import { CookieJar } from 'tough-cookie';
import type { Scene } from './subject.js';

/** Names and attributes of the cookies that headers set, without their values. */
export function attributesOf(headers: HeaderList): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, line]) => line.replace(/=[^;]*/, '').toLowerCase());
}

/** The cookies that a browser would keep and send. */
export class Jar {
  readonly #cookies = new CookieJar(undefined, { prefixSecurity: 'strict' });
  readonly #scene: Scene<object>;

  constructor(scene: Scene<object>) {
    this.#scene = scene;
  }

  take(headers: HeaderList | undefined): void {
    const { url } = this.#scene.exchange();
    for (const [name, value] of headers ?? []) {
      if (name.toLowerCase() === 'set-cookie') this.#cookies.setCookieSync(value, url);
    }
  }

  names(): string[] {
    return this.#cookies.getCookiesSync(this.#scene.exchange().url).map(({ key }) => key);
  }

  exchange(): Exchange {
    const cookie = this.#cookies.getCookieStringSync(this.#scene.exchange().url);
    return this.#scene.exchange(cookie === '' ? {} : { headers: { Cookie: cookie } });
  }
}
