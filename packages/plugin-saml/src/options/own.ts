import { ssoChecks } from '@who/sso';
import { PACKAGE } from '../naming.js';
import { type Binding, NAME_ID_FORMATS } from '../saml-names.js';

/** What this application is called, and how it asks. */
export interface SamlOwnOptions {
  /**
   * What the identity provider calls this application: its entityID, for which answers have to be.
   * @default the address of the own metadata
   */
  readonly entityId?: string | undefined;
  /** Where the own metadata is shown. @default the callback path and '/metadata' */
  readonly metadataPath?: string | undefined;
  /**
   * Where messages of single logout come. It is there where `privateKey` and `sessions` are given.
   * @default the callback path and '/logout'
   */
  readonly singleLogoutPath?: string | undefined;
  /** How requests go out. @default by redirect, where the identity provider takes it */
  readonly requestBinding?: Binding | undefined;
  /** Which kind of name identifier is asked for. @default any */
  readonly nameIdFormat?: keyof typeof NAME_ID_FORMATS | undefined;
}

export interface OwnSettings {
  readonly entityId: string | undefined;
  readonly metadataPath: string;
  readonly singleLogoutPath: string;
  readonly requestBinding: Binding | undefined;
  readonly nameIdFormat: keyof typeof NAME_ID_FORMATS | undefined;
}

const { check, checkChoice, checkPath } = ssoChecks(PACKAGE);

/** @throws {WhoError} BAD_OPTION */
export function resolveOwn(
  options: SamlOwnOptions,
  { callbackPath, logoutPath }: { readonly callbackPath: string; readonly logoutPath: string | undefined },
): OwnSettings {
  const { entityId, requestBinding, nameIdFormat } = options;
  check(
    entityId === undefined || (typeof entityId === 'string' && /^\S{1,1024}$/.test(entityId)),
    'entityId',
    'must be a URI of at most 1024 characters.',
  );
  const metadataPath = checkPath('metadataPath', options.metadataPath ?? `${callbackPath}/metadata`);
  const singleLogoutPath = checkPath('singleLogoutPath', options.singleLogoutPath ?? `${callbackPath}/logout`);
  const taken = [callbackPath, logoutPath];
  check(!taken.includes(metadataPath), 'metadataPath', 'must not be the callback path or the logout path.');
  check(
    ![...taken, metadataPath].includes(singleLogoutPath),
    'singleLogoutPath',
    'must not be the callback path, the logout path or the metadata path.',
  );
  if (requestBinding !== undefined) checkChoice('requestBinding', requestBinding, ['redirect', 'post']);
  if (nameIdFormat !== undefined) {
    checkChoice('nameIdFormat', nameIdFormat, Object.keys(NAME_ID_FORMATS) as (keyof typeof NAME_ID_FORMATS)[]);
  }
  return { entityId, metadataPath, singleLogoutPath, requestBinding, nameIdFormat };
}
