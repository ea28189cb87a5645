/** An answer as data. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Buffer;
}

/** Headers of every answer of a development server. */
export const always: Reply['headers'] = [
  ['Cache-Control', 'no-store'],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
];

/** An answer with more headers than it has. */
export function withHeaders<R extends Reply>(reply: R, ...more: Reply['headers']): R {
  return { ...reply, headers: [...reply.headers, ...more] };
}
