/** An option as it stands in the file. */
export interface IniOption {
  /** In lower case, as Python has it. */
  readonly name: string;
  /** The lines of its value, without white space around them; empty ones between. The first is behind the delimiter. */
  readonly parts: readonly IniPart[];
  /** Of the name. */
  readonly line: number;
}

/** A line of a value. */
export interface IniPart {
  readonly text: string;
  readonly line: number;
}

export interface IniSection {
  readonly name: string;
  /** Of its first heading. */
  readonly line: number;
  readonly options: ReadonlyMap<string, IniOption>;
}

/** A file, read as Python's ConfigParser does. */
export interface IniDocument {
  /** In the order of the file, without `[DEFAULT]`. */
  readonly sections: ReadonlyMap<string, IniSection>;
  /** What `[DEFAULT]` has. */
  readonly defaults: ReadonlyMap<string, IniOption>;
}

/** The value of an option, as it is before anything in it is replaced. */
export function rawValue({ parts }: IniOption): string {
  return parts.map(({ text }) => text).join('\n');
}
