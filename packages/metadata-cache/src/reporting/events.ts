import { type Channel, channel } from 'node:diagnostics_channel';

/** What a metadata cache does, as subscribers of the channel `who:metadata-cache` receive it. */
export interface MetadataCacheEvent {
  /**
   * `captured`: a value was kept; `hit`, `miss`: a request that asked for one; `own`: a copy of this process answered
   * in place of the store; `failed`: a call of the store; `opened`, `closed`: the breaker; `evicted`: a value was
   * dropped before its time, for want of room.
   */
  readonly event: 'captured' | 'hit' | 'miss' | 'own' | 'failed' | 'opened' | 'closed' | 'evicted';
  /** The package that the cache belongs to. */
  readonly plugin: string;
  /** Name of the metadata. */
  readonly name?: string | undefined;
  /** What failed: `get`, `set` or `delete`. */
  readonly operation?: string | undefined;
  /** Code or name of the error. */
  readonly error?: string | undefined;
  /** The part of the store whose breaker it is. */
  readonly shard?: string | undefined;
}

/** No event is made while nobody subscribes. None names a user or holds what is known about one. */
export const events: Channel = channel('who:metadata-cache');
