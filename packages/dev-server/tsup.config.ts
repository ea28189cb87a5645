export { withNodeTypes as default } from '../../tsup.base.js';
