import { MAX_LENGTHS } from './line.js';

/** What a line of the log looks like, as a JSON Schema. */
export const auditSchema: AuditSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://github.com/who-auth/who/tree/main/packages/audit/schema.json',
  title: 'A line of the audit log of @who',
  type: 'object',
  required: ['time', 'event', 'request', 'method', 'path'],
  additionalProperties: false,
  properties: {
    time: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$', description: 'UTC' },
    event: { enum: ['sign-in', 'sign-out', 'refused', 'revoked'] },
    request: { type: 'integer', minimum: 1, description: 'Number of the request in its process' },
    userid: { type: 'string', maxLength: MAX_LENGTHS.userid, description: 'Or hmac-sha256:… in its place' },
    plugin: { type: 'string', maxLength: MAX_LENGTHS.plugin, description: 'Who accepted, refused or failed' },
    code: { type: 'string', maxLength: MAX_LENGTHS.code, description: 'Why: of a reason or an error' },
    status: { type: 'integer', minimum: 100, maximum: 999, description: 'Of the answer, where it was known' },
    method: { type: 'string', maxLength: MAX_LENGTHS.method },
    path: { type: 'string', maxLength: MAX_LENGTHS.path, description: 'Without the query, percent-encoded' },
  },
  allOf: [
    {
      if: { properties: { event: { enum: ['sign-in', 'sign-out'] } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { required: ['userid'] },
    },
  ],
};

/** As much of its type as is of use: a validator takes any object. */
export interface AuditSchema {
  readonly $schema: string;
  readonly $id: string;
  readonly title: string;
  readonly type: 'object';
  readonly required: readonly string[];
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, object>>;
  readonly allOf: readonly object[];
}
