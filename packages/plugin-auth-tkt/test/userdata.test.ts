import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { userdataFields } from '../src/index.js';
import { anyString } from './arbitraries.js';
import { cookieAfter, identityOf, plugin, recognise, visit } from './support.js';

const session = userdataFields({ sid: 'text', visits: 'integer', staff: 'boolean' });

describe('userdata with fields', () => {
  it('has the types that they were given', () => {
    const { sid, visits, staff } = session.read('');
    expectTypeOf({ sid, visits, staff }).toEqualTypeOf<{
      sid: string | undefined;
      visits: number | undefined;
      staff: boolean | undefined;
    }>();
    // @ts-expect-error: no such field
    session.read('').visitors;
    // @ts-expect-error: a number
    session.write({ visits: '3' });
  });

  it.each([
    ['sid=a1&visits=2&staff=true', { sid: 'a1', visits: 2, staff: true }],
    ['sid=a%20b+c%C3%A9&staff=false', { sid: 'a b cé', staff: false }],
    ['sid=&visits=-7', { sid: '', visits: -7 }],
    ['visits=0&visits=1', { visits: 1 }],
    ['visits=01&staff=1&other=x', {}],
    ['visits=1e3', {}],
    ['visits=99999999999999999', {}],
    ['opaque text', {}],
    ['', {}],
  ])('reads %j', (userdata, values) => {
    expect(session.read(userdata)).toEqual(values);
  });

  it('keeps what it does not know, and drops what is undefined', () => {
    const before = 'userid_type=int&sid=a1&visits=2';
    expect(session.write({ visits: 3, staff: true }, before)).toBe('userid_type=int&sid=a1&visits=3&staff=true');
    expect(session.write({ sid: undefined, visits: undefined }, before)).toBe('userid_type=int');
    expect(session.write({ sid: 'a&b=c' })).toBe('sid=a%26b%3Dc');
  });

  it('comes through a ticket, whatever is in it', () => {
    const own = plugin();
    const well = anyString.map((text) => Buffer.from(text).toString());
    fc.assert(
      fc.property(well, fc.integer(), fc.boolean(), (sid, visits, staff) => {
        const identity = identityOf('alice', [], session.write({ sid, visits, staff }));
        const cookie = cookieAfter(own.remember(visit(), identity));
        expect(session.read(recognise(own, visit({ cookie }))?.userdata ?? '')).toEqual({ sid, visits, staff });
      }),
    );
  });
});
