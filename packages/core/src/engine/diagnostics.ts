import { type Channel, channel } from 'node:diagnostics_channel';

/** The stages of a request's journey. */
export type StageName =
  | 'classify'
  | 'identify'
  | 'authenticate'
  | 'metadata'
  | 'reply'
  | 'decide'
  | 'challenge'
  | 'remember'
  | 'forget'
  | 'forgetMetadata';

/** What subscribers of `who:STAGE` receive, once for each call of a plugin. Holds no credentials and no metadata. */
export interface StageEvent {
  readonly stage: StageName;
  /** Registered name of the plugin. */
  readonly plugin: string;
  /** `answered` when the plugin gave something, `none` when it had nothing to say, `failed` when it threw. */
  readonly outcome: 'answered' | 'none' | 'failed';
  readonly durationMs: number;
  readonly classification: string;
  /** Code of the error when the plugin failed. */
  readonly code?: string | undefined;
}

/** The channels `who:STAGE`. Nothing is measured and no event is made while nobody subscribes. */
export const channels: { readonly [S in StageName]: Channel } = {
  classify: channel('who:classify'),
  identify: channel('who:identify'),
  authenticate: channel('who:authenticate'),
  metadata: channel('who:metadata'),
  reply: channel('who:reply'),
  decide: channel('who:decide'),
  challenge: channel('who:challenge'),
  remember: channel('who:remember'),
  forget: channel('who:forget'),
  forgetMetadata: channel('who:forgetMetadata'),
};
