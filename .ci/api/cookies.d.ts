// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Exchange } from '@who/core';
import type { HeaderList } from '@who/core';

interface CookieSettings {
  readonly name: string;
  readonly path: string;
  readonly domain: string | undefined;
  readonly secure: boolean | undefined;
  readonly httpOnly: boolean;
  readonly sameSite: 'lax' | 'strict' | 'none';
  readonly partitioned: boolean;
  readonly priority: 'low' | 'medium' | 'high' | undefined;
  readonly former: readonly FormerCookie[];
}

interface CookieWriter {
  set(exchange: Exchange, value: string, maxAgeSeconds: number | undefined): HeaderList;
  replace(exchange: Exchange, value: string, maxAgeSeconds: number | undefined, isGenuine: boolean): HeaderList;
  clear(exchange: Exchange, isGenuine: boolean): HeaderList;
}

interface FormerCookie {
  readonly name?: string | undefined;
  readonly path?: string | undefined;
  readonly domain?: string | undefined;
  readonly partitioned?: boolean | undefined;
}

interface SignOuts {
  now(): number;
  add(userid: string): void;
  since(userid: string, moment: number): boolean;
}

declare function cookieWriter(settings: CookieSettings, tooLarge: () => Error): CookieWriter;

declare function isHostOnly(name: string): boolean;

declare function signOuts(maxEntries?: number): SignOuts;

// @who/cookies
export {
  CookieSettings,
  CookieWriter,
  FormerCookie,
  SignOuts,
  cookieWriter,
  isHostOnly,
  signOuts,
};
