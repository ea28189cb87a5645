/** A line that says something, trimmed. */
export interface Line {
  readonly text: string;
  /** Where it begins in {@link Lines.text}. */
  readonly at: number;
  /** Its number in the file; of one that goes on over several, the last of them. */
  readonly number: number;
}

/** The lines of one of Apache's files. */
export interface Lines extends Iterable<Line> {
  /** Of a file that has been read: its own text, and behind it the lines that stood over several, in one piece. */
  readonly text: string;
}

/**
 * Reads lines the way Apache reads those of its files: white space around a line does not count; lines that begin with
 * `#` and blank ones are skipped; a line that ends with a backslash goes on in the next.
 *
 * @param file its bytes as latin1
 */
export function linesOf(file: string): Lines {
  let joined = '';

  function* lines(): Generator<Line> {
    let begun = '';
    let number = 0;
    for (let start = 0, end = 0; start < file.length; start = end + 1) {
      number++;
      end = file.indexOf('\n', start);
      const isLast = end === -1;
      if (isLast) end = file.length;
      const stop = !isLast && file[end - 1] === '\r' ? end - 1 : end;
      const physical = file.slice(start, stop);
      const whole = begun === '' ? physical : begun + physical;
      const goesOn = !isLast && whole.endsWith('\\');
      if (begun === '' && !goesOn) {
        const line = said(physical, start, number);
        if (line) yield line;
        continue;
      }
      begun = goesOn ? whole.slice(0, -1) : whole;
      if (goesOn && end + 1 < file.length) continue;
      const line = said(begun, file.length + joined.length + 1, number);
      joined += `\n${begun}`;
      begun = '';
      if (line) yield line;
    }
  }
  return {
    get text() {
      return file + joined;
    },
    [Symbol.iterator]: lines,
  };
}

/** The line without the white space around it, if it says something. */
function said(line: string, at: number, number: number): Line | undefined {
  let start = 0;
  let end = line.length;
  while (start < end && isSpace(line.charCodeAt(start))) start++;
  while (end > start && isSpace(line.charCodeAt(end - 1))) end--;
  if (start === end || line[start] === '#') return undefined;
  return { text: line.slice(start, end), at: at + start, number };
}

/** As C's `isspace` has it. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
