import { definitionName } from '../plan/packages.js';
import type { Schema } from './schema.js';

/**
 * The schema of a file, of the schemas of options.
 *
 * @param options by what `use` names
 */
export function fileSchema(options: ReadonlyMap<string, Schema | undefined>): object {
  const uses = [...options.keys()];
  const plugins = uses.filter((use) => !use.includes(':'));
  const shared = uses.filter((use) => use.includes(':'));
  const refs = (names: readonly string[]): Schema[] => names.map((use) => ({ $ref: `#/$defs/${definitionName(use)}` }));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: '@who/config',
    type: 'object',
    properties: {
      $schema: { type: 'string', description: 'Where an editor finds this schema.' },
      ...ENGINE,
      values: {
        type: 'object',
        description: 'What plugins share, by names that { "from": "NAME" } has.',
        additionalProperties: { anyOf: [...refs(shared), { $ref: '#/$defs/other' }] },
      },
      plugins: {
        type: 'object',
        description: 'Every plugin under a name.',
        additionalProperties: { anyOf: [...refs(plugins), { $ref: '#/$defs/other' }] },
      },
      ...Object.fromEntries(Object.entries(ORDERS).map(([name, description]) => [name, { ...ORDER, description }])),
    },
    required: ['plugins'],
    additionalProperties: false,
    $defs: {
      ...Object.fromEntries([...options].map(([use, schema]) => [definitionName(use), partSchema(use, schema)])),
      ...COMMON,
    },
  };
}

/** Options beside the `use` that they are of. */
function partSchema(use: string, schema: Schema | undefined): Schema {
  const properties = { ...schema?.properties, ...SPECIAL[use] };
  return {
    type: 'object',
    properties: { use: { const: use }, ...properties },
    required: ['use', ...(schema?.required ?? [])],
    additionalProperties: false,
  };
}

const ENGINE: Readonly<Record<string, Schema>> = {
  publicUrl: {
    anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
    description: "The application's own URL as browsers see it. What loadWho() is given comes before it.",
  },
  allowUnsafe: {
    type: 'array',
    items: { enum: ['md5', 'plain', 'des-crypt', 'nt'] },
    description: 'What is unsafe and wanted all the same. Each of these lets somebody in who should not be.',
  },
  challengeRequests: {
    enum: ['navigations', 'all'],
    description: "Which requests may be challenged by a redirect or a page. Default: 'navigations'",
  },
  maxFormBytes: { type: 'number', description: 'The largest form that plugins may read, in bytes. Default: 65536' },
  requestClassifier: {
    anyOf: [{ enum: ['defaultRequestClassifier', 'apiAwareRequestClassifier'] }, { type: 'string' }],
    description:
      'Says what kind of request this is: one of these, a name of a value, or "module:export". Default: defaultRequestClassifier',
  },
  challengeDecider: {
    anyOf: [{ enum: ['defaultChallengeDecider', 'passThroughChallengeDecider'] }, { type: 'string' }],
    description: 'Says whether a response asks for a challenge: the same. Default: defaultChallengeDecider',
  },
};

const ORDERS: Readonly<Record<string, string>> = {
  identifiers: 'Who looks for credentials, in order of preference.',
  authenticators: 'Who verifies them, in order of preference.',
  challengers: 'Who asks for them: the first that answers.',
  metadataProviders: 'Who adds to identity.metadata, in this order.',
};

const ORDER: Schema = { type: 'array', items: { $ref: '#/$defs/entry' } };

const COMMON: Readonly<Record<string, Schema>> = {
  entry: {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        properties: {
          plugin: { type: 'string' },
          only: { type: 'array', items: { type: 'string' }, minItems: 1 },
        },
        required: ['plugin', 'only'],
        additionalProperties: false,
      },
    ],
    description: 'The name of a plugin, or { "plugin", "only" } for some classifications.',
  },
  reference: {
    type: 'object',
    properties: { from: { type: 'string' } },
    required: ['from'],
    additionalProperties: false,
    description:
      'What the application gives loadWho() in "values", or the file has in "values": { "from": "sessions.isRevoked" }',
  },
  regexp: {
    type: 'object',
    properties: { regexp: { type: 'string' }, flags: { type: 'string' } },
    required: ['regexp'],
    additionalProperties: false,
    description: 'A regular expression of JavaScript.',
  },
  other: {
    type: 'object',
    properties: { use: { type: 'string', pattern: '^(?!@who/).*:' } },
    required: ['use'],
    additionalProperties: true,
    description: 'What "module:export" makes of the other properties.',
  },
};

/** Options that a file says otherwise than TypeScript does. */
const SPECIAL: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  '@who/plugin-sql': {
    driver: {
      anyOf: [
        { $ref: '#/$defs/reference' },
        {
          type: 'object',
          properties: { url: { type: 'string' } },
          required: ['url'],
          additionalProperties: false,
          writeOnly: true,
        },
        {
          type: 'object',
          properties: { dsn: { type: 'string' } },
          required: ['dsn'],
          additionalProperties: false,
          writeOnly: true,
        },
      ],
      description:
        'The database: its URL (postgres://, mysql://, mariadb://, sqlite:FILE), a DSN of libpq, or a driver of the application.',
    },
    metadata: {
      type: 'object',
      additionalProperties: {
        anyOf: [
          { type: 'string' },
          ...['values', 'record', 'records'].map((kind) => ({
            type: 'object',
            properties: { [kind]: { type: 'string' } },
            required: [kind],
            additionalProperties: false,
          })),
        ],
      },
      description: 'What becomes metadata, by name: queries, and the shape of what they give.',
    },
  },
};
