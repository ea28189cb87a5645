export { type Clock, fakeClock } from './clock.js';
export { type FakeExchangeOptions, fakeExchange } from './fake-exchange.js';
export { type FakeRequestOptions, fakeRequest } from './fake-request.js';
