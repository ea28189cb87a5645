import { answering } from '../processes/answering.js';
import { type contents, type FormatTimes, timeFormats } from './formats.js';

export interface FormatQuestion {
  readonly content: keyof typeof contents;
  readonly rounds: number;
}

answering(({ content, rounds }: FormatQuestion): Promise<FormatTimes> => timeFormats(content, rounds));
