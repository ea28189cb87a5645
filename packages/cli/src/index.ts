export { CommandError } from './command-error.js';
export type { Engine } from './engine.js';
export { type Explained, explainRequest } from './explain.js';
export { requestInHar } from './given/har.js';
export { requestInHeaders } from './given/headers.js';
export { type GivenRequest, requestOf } from './given/request.js';
