/** How answers of the CAS server are read. */
export interface Reading {
  /** Namespaces that an answer may be in; all of it is in one of them. */
  readonly namespaces: readonly string[];
  /** Whether attributes that stand inside of others are taken, by the name of the innermost. */
  readonly flattenAttributes: boolean;
  /** How many XML elements an answer may have. */
  readonly maxElements: number;
}

/** The namespace of the CAS protocol (3.0.3, appendix A). */
export const CAS_NAMESPACE = 'http://www.yale.edu/tp/cas';

/** As the protocol has it. */
export const STANDARD_READING: Reading = {
  namespaces: [CAS_NAMESPACE],
  flattenAttributes: false,
  maxElements: 10_000,
};
