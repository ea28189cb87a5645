import { parameter } from '@who/dev-server';

/** Whether a switch such as `renew` is on. Only the literal `true` is, so that `renew=false` does not renew. */
export function isOn(parameters: URLSearchParams, name: string): boolean {
  return parameter(parameters, name) === 'true';
}
