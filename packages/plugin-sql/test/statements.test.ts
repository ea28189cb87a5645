import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../src/index.js';
import { bind, compile } from '../src/statements/statement.js';

const DIALECTS: readonly Dialect[] = ['postgresql', 'mysql', 'sqlite'];

describe.each(DIALECTS)('a statement of %s', (dialect) => {
  const [first, second] = dialect === 'postgresql' ? ['$1', '$2'] : ['?', '?'];

  it('has a placeholder for each parameter', () => {
    expect(compile('SELECT a FROM b WHERE c=:login AND d = :other;\n -- the end', dialect)).toEqual({
      text: `SELECT a FROM b WHERE c=${first} AND d = ${second}\n -- the end`,
      names: ['login', 'other'],
    });
  });

  it('has the values of its parameters in the driver’s order', () => {
    const statement = compile('SELECT :a, :b, :a', dialect);
    if (typeof statement === 'string') throw new Error(statement);
    const expected = dialect === 'postgresql' ? ['SELECT $1, $2, $1', ['1', '2']] : ['SELECT ?, ?, ?', ['1', '2', '1']];
    expect([statement.text, bind(statement, { a: '1', b: '2' })]).toEqual(expected);
  });

  it.each([
    "':login'",
    "'it''s :login'",
    '":login"',
    '"a "":login"',
    "'-- :login'",
    '-- :login\n',
    '/* :login */',
    "/* it's :login */",
    "'/*' || ':login' || '*/'",
  ])('has no parameter in %s', (text) => {
    expect(compile(`SELECT ${text} FROM a`, dialect)).toEqual({ text: `SELECT ${text} FROM a`, names: [] });
  });

  it.each(["'a", '"a', "'a''", '/* a', "SELECT 'a' 'b"])('is none that does not end: %s', (text) => {
    expect(compile(`SELECT 1, ${text}`, dialect)).toMatch(/does not end/);
  });

  it('is one', () => {
    for (const two of ['SELECT 1; SELECT 2', "SELECT 1; -- c\n 'a'", 'SELECT 1;;']) {
      expect(compile(two, dialect)).toMatch(/one statement/);
    }
    expect(compile("SELECT ';' ; /* ; */ ", dialect)).toMatchObject({ names: [] });
  });

  it('is read to its end, whatever it is', () => {
    const piece = fc.constantFrom(...`'"\`[]$:;-/*#\\?@a1 \n`, ':a', '$a$', "''", '--', '/*', '*/', '::', 'E');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const statement = compile(pieces.join(''), dialect);
        if (typeof statement === 'string') return;
        const back = statement.text.replace(/\$\d+|\?/g, '');
        expect(back.length).toBeLessThanOrEqual(pieces.join('').length);
      }),
    );
  });
});

describe('what one database alone knows', () => {
  it.each<[Dialect, string, readonly string[]]>([
    ['postgresql', 'SELECT a::text, b :: int, :login::uuid', ['login']],
    ['postgresql', "SELECT E'it\\'s :no', e'\\\\', :login", ['login']],
    ['postgresql', "SELECT '\\', :login", ['login']],
    ['postgresql', 'SELECT $$ :no $$, $a$ $$ :no $b$ $a$, :login', ['login']],
    ['postgresql', 'SELECT a$b$ FROM c WHERE d$ = :login AND e$ = 1', ['login']],
    ['postgresql', '/* a /* :no */ :no */ SELECT :login', ['login']],
    ['postgresql', 'SELECT f(a := 1, b => :login)', ['login']],
    ['postgresql', "SELECT data ? 'a', data ?| :login", ['login']],
    ['postgresql', 'SELECT 5 --:no\n- :login', ['login']],
    ['postgresql', 'SELECT x[1:2], :login', ['login']],
    ['mysql', "SELECT `:no`, '\\\\', 'a\\n', :login", ['login']],
    ['mysql', 'SELECT 1 # :no\n, :login', ['login']],
    ['mysql', 'SELECT 5--:login', ['login']],
    ['mysql', 'SELECT @a := 1, @b, :login', ['login']],
    ['mysql', '/* a /* :no */ SELECT :login', ['login']],
    ['sqlite', 'SELECT [:no], `:no`, :login', ['login']],
    ['sqlite', "SELECT '\\', :login", ['login']],
  ])('of %s: %s', (dialect, sql, names) => {
    expect(compile(sql, dialect)).toMatchObject({ names });
  });

  it.each<[Dialect, string, RegExp]>([
    // With NO_BACKSLASH_ESCAPES it ends there, and without it does not.
    ['mysql', "SELECT 'a\\' = :login", /backslash before a quote/],
    ['mysql', "SELECT 'it\\'s', :login", /backslash before a quote/],
    ['mysql', 'SELECT "a\\" = :login', /backslash before a quote/],
    ['mysql', 'SELECT ?', /:name/],
    ['sqlite', 'SELECT ?1', /:name/],
    ['sqlite', 'SELECT @login', /:name/],
    ['sqlite', 'SELECT $login', /:name/],
    ['sqlite', 'SELECT [a', /does not end/],
    ['mysql', 'SELECT `a', /does not end/],
    ['postgresql', 'SELECT $1', /:name/],
    ['postgresql', 'SELECT $$ :a', /does not end/],
    ['postgresql', '/* /* */ SELECT 1', /does not end/],
  ])('refused by %s: %s', (dialect, sql, problem) => {
    expect(compile(sql, dialect)).toMatch(problem);
  });
});
