import { badOption, parseUrl } from '@who/core';
import { isLoopback, ssoChecks } from '@who/sso';
import { rsaCertificate } from '../metadata/certificates.js';
import { PACKAGE } from '../naming.js';

/** Which identity provider people sign in at. */
export interface SamlIdpOptions {
  /**
   * Metadata of the identity provider: an https URL, the path of a file, or the XML itself. Its keys are believed in all
   * that they sign, so it has to come from the provider and from nobody on the way.
   */
  readonly idpMetadata: string;
  /** Which identity provider, where the metadata has several. @default the only one */
  readonly idpEntityId?: string | undefined;
  /**
   * Certificates (PEM) of those who may sign the metadata: a federation's, for instance. Metadata that none of them has
   * signed is refused then, and it may come by plain http. @default none: it need not be signed
   */
  readonly metadataCertificates?: readonly [string, ...string[]] | undefined;
  /**
   * How often metadata is looked at anew, in seconds: so long a key that the provider has withdrawn may be good for, and
   * less than that a new one is unknown, for which it is looked at once more. @default 3600
   */
  readonly metadataReloadSeconds?: number | undefined;
}

/** Where the metadata comes from. */
export type MetadataPlace = 'url' | 'file' | 'text';

export interface IdpSettings {
  readonly idpMetadata: string;
  readonly place: MetadataPlace;
  /** What people who look on are told; it tells identity providers apart. */
  readonly peerUrl: string;
  readonly idpEntityId: string | undefined;
  readonly metadataCertificates: readonly string[];
  readonly metadataReloadSeconds: number;
}

const { check, checkCount, checkList } = ssoChecks(PACKAGE);

/** @throws {WhoError} BAD_OPTION */
export function resolveIdp(options: SamlIdpOptions): IdpSettings {
  const { idpMetadata, idpEntityId, metadataCertificates } = options;
  check(typeof idpMetadata === 'string' && idpMetadata.trim() !== '', 'idpMetadata', `must be ${WHAT}`);
  const isText = /^\ufeff?\s*</.test(idpMetadata);
  const isUrl = /^https?:/i.test(idpMetadata);
  check(isText || isUrl || !/^[a-z][a-z+.-]+:\/\//i.test(idpMetadata), 'idpMetadata', `must be ${WHAT}`);
  check(
    idpEntityId === undefined || (typeof idpEntityId === 'string' && idpEntityId !== ''),
    'idpEntityId',
    'must be the entityID of an identity provider.',
  );
  checkList('metadataCertificates', metadataCertificates);
  if (isUrl) checkUrl(idpMetadata, metadataCertificates !== undefined);
  return {
    idpMetadata,
    place: isUrl ? 'url' : isText ? 'text' : 'file',
    peerUrl: idpEntityId ?? (isText ? (/entityID\s*=\s*["']([^"']*)/.exec(idpMetadata)?.[1] ?? '') : idpMetadata),
    idpEntityId,
    metadataCertificates: (metadataCertificates ?? []).map(checkCertificate),
    metadataReloadSeconds: checkCount('metadataReloadSeconds', options.metadataReloadSeconds ?? 3600),
  };
}

function checkUrl(value: string, isSigned: boolean): void {
  const url = parseUrl(value);
  check(url !== undefined && !url.username && !url.password, 'idpMetadata', `must be ${WHAT}`);
  const isSafe = url?.protocol === 'https:' || isSigned || (url !== undefined && isLoopback(url.hostname));
  check(isSafe, 'idpMetadata', 'must be an https URL: by plain http anybody on the way may sign in as anybody.');
}

function checkCertificate(pem: string, i: number): string {
  const certificate = rsaCertificate(pem);
  if (certificate !== undefined) return certificate;
  throw badOption(
    PACKAGE,
    `metadataCertificates[${i}]`,
    'must be a certificate of an RSA key of 2048 bits or more, as PEM.',
  );
}

const WHAT = 'an https URL, a file or XML: the metadata of the identity provider.';
