// Names as the semantic conventions of OpenTelemetry have them, where they do; ours begin with `who.`.

/** Attributes of spans, and those of metrics that say the same. */
export const ATTRIBUTES = {
  stage: 'who.stage',
  plugin: 'who.plugin',
  outcome: 'who.outcome',
  request: 'who.request',
  classification: 'who.classification',
  code: 'who.reason.code',
  fact: 'who.reason.fact.',
  cacheResult: 'who.cache.result',
  errorType: 'error.type',
  userid: 'enduser.id',
} as const;

/** What `error.type` is where there are too many to tell them apart. */
export const OTHER = '_OTHER';

export const METRICS = {
  stageDuration: 'who.stage.duration',
  signIns: 'who.sign_ins',
  signOuts: 'who.sign_outs',
  refusals: 'who.refusals',
  revocations: 'who.revocations',
  failures: 'who.failures',
  challenges: 'who.challenges',
  cacheLookups: 'who.cache.lookups',
  breakerRejections: 'who.breaker.rejections',
  breakerOpen: 'who.breaker.open',
} as const;

/** Name of the tracer and of the meter. */
export const SCOPE = '@who/opentelemetry';
