/** The codes of errors that a metadata cache raises, besides `BAD_OPTION`. */
export type MetadataCacheErrorCode = 'METADATA_STORE_FAILED';
