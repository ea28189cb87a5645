import { execFileSync } from 'node:child_process';

const program = '/usr/bin/python3';

/** Whether there is a Python to compare with. */
export const hasPython: boolean = (() => {
  try {
    execFileSync(program, ['-c', 'import configparser'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** What Python makes of a file: its sections as they are asked for, or the class of what is raised, and where. */
export type PythonReading =
  | { readonly sections: Readonly<Record<string, Readonly<Record<string, string>> | { readonly raises: string }>> }
  | { readonly raises: string; readonly line?: number | undefined };

/** Has Python read files, all at once, as repoze.who does it. */
export function readByPython(texts: readonly string[]): readonly PythonReading[] {
  const input = JSON.stringify(texts.map((text) => Buffer.from(text, 'utf8').toString('base64')));
  const output = execFileSync(program, ['-W', 'ignore', '-c', READER], { input, maxBuffer: 2 ** 28 });
  return JSON.parse(output.toString('utf8')) as PythonReading[];
}

const READER = `
import base64, configparser, io, json, sys

def read(text):
    parser = configparser.ConfigParser(defaults={'here': '/here'})
    try:
        parser.read_file(io.TextIOWrapper(io.BytesIO(text), encoding='utf-8'))
    except configparser.Error as error:
        line = getattr(error, 'lineno', None)
        if isinstance(error, configparser.ParsingError) and getattr(error, 'errors', None):
            line = error.errors[0][0]
        return {'raises': type(error).__name__, 'line': line}
    sections = {}
    for name in parser.sections():
        try:
            sections[name] = dict(parser.items(name))
        except configparser.Error as error:
            sections[name] = {'raises': type(error).__name__}
    return {'sections': sections}

json.dump([read(base64.b64decode(text)) for text in json.load(sys.stdin)], sys.stdout)
`;
