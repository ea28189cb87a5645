import { describe, expectTypeOf, it } from 'vitest';
import {
  type DevCasServer,
  type DevCasServerErrorCode,
  type DevCasServerOptions,
  type DevCasUsers,
  type FailureCode,
  type FaultSettings,
  sampleUsers,
  startDevCasServer,
  type ValidationRecord,
} from '../src/index.js';

describe('public types', () => {
  it('are not any', () => {
    expectTypeOf(startDevCasServer).parameters.toEqualTypeOf<[options?: DevCasServerOptions | undefined]>();
    expectTypeOf(startDevCasServer).returns.resolves.toEqualTypeOf<DevCasServer>();
    expectTypeOf<DevCasServer['url']>().toEqualTypeOf<string>();
    expectTypeOf<DevCasServer['port']>().toEqualTypeOf<number>();
    expectTypeOf<DevCasServer['close']>().toEqualTypeOf<() => Promise<void>>();
    expectTypeOf<DevCasServer['proxyRequests'][number]['outcome']>().toEqualTypeOf<'success' | FailureCode>();
    expectTypeOf<DevCasServer['proxyCallbacks'][number]['status']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<DevCasServer['issueTicket']>().returns.toEqualTypeOf<string>();
    expectTypeOf<ValidationRecord['outcome']>().toEqualTypeOf<'success' | FailureCode>();
    expectTypeOf<DevCasServerErrorCode>().not.toBeAny();
    expectTypeOf(sampleUsers).toExtend<DevCasUsers>();
  });

  it('name faults and styles', () => {
    expectTypeOf<{ validate: 'slow'; delayMs: 5 }>().toExtend<FaultSettings>();
    expectTypeOf<{ validate: 'sluggish' }>().not.toExtend<FaultSettings>();
    expectTypeOf<{ proxy: 'hang'; proxyCallback: 'none' }>().toExtend<FaultSettings>();
    expectTypeOf<{ logoutChannel: 'jsonp' }>().toExtend<DevCasServerOptions>();
    expectTypeOf<{ logoutChannel: (service: URL) => 'none' }>().toExtend<DevCasServerOptions>();
    expectTypeOf<{ logoutChannel: 'front-channel' }>().not.toExtend<DevCasServerOptions>();
    expectTypeOf<{ attributeStyle: 'siblings' }>().toExtend<DevCasServerOptions>();
    expectTypeOf<{ attributeStyle: 'json' }>().not.toExtend<DevCasServerOptions>();
    expectTypeOf<{
      users: { ada: { password: string; attributes: { groups: string[] } } };
    }>().toExtend<DevCasServerOptions>();
    expectTypeOf<{ users: { ada: { password: number } } }>().not.toExtend<DevCasServerOptions>();
  });
});
