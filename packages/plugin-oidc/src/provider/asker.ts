import type { Exchange } from '@who/core';

/** What a provider is asked for. */
export type Asker = Pick<Exchange, 'now' | 'logger' | 'explain'>;
