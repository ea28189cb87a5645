import { type Reason, reasonsOf } from '@who/core';

const texts = {
  SAML_MALFORMED: {
    text: 'The message is not one that can be read in one way only: {problem}.',
    hint: 'A comment, a second assertion or a DOCTYPE on the way from an identity provider is an attack, or an old one.',
  },
  SAML_UNSIGNED: {
    text: 'The message is not signed as it has to be: {problem}.',
    hint: 'Have the identity provider sign assertions or responses with SHA-256; for old ones see "legacyAlgorithms".',
  },
  SAML_NOT_GENUINE: {
    text: 'No certificate in the metadata of the identity provider fits the signature, or it cannot be decrypted.',
    hint: 'Compare its certificates with "idpMetadata", and what it encrypts for with "decryptionKeys".',
  },
  SAML_OTHER_ISSUER: { text: 'Another one than {idp} made the message.' },
  SAML_NO_CONFIRMATION: { text: 'The assertion has no bearer confirmation: it is for no browser.' },
  SAML_OTHER_RECIPIENT: {
    text: 'The message is for another address than {callbackUrl}.',
    hint: 'The address at the identity provider and "publicUrl" have to be the same to the letter.',
  },
  SAML_NO_DESTINATION: {
    text: 'The message of single logout does not say that it is for {logoutUrl}.',
    hint: 'The identity provider has to set "Destination", as SAML asks for in all that is signed; other applications get its messages, too.',
  },
  SAML_OTHER_REQUEST: {
    text: 'The message answers another request, of another browser or of nobody.',
    hint: 'What nobody asked for is taken with "acceptUnsolicited" only.',
  },
  SAML_OTHER_AUDIENCE: {
    text: 'The assertion is not for {entityId}.',
    hint: 'Compare what the identity provider calls this application with "entityId".',
  },
  SAML_NOT_YET_VALID: { text: 'The message is of the future.', hint: 'Compare the clocks of both servers.' },
  SAML_EXPIRED: {
    text: 'The message was good until a moment that is over: {what}.',
    hint: 'Compare the clocks of both servers; "clockToleranceSeconds" is how much they may differ.',
  },
  SAML_REPLAYED: { text: 'The assertion has signed somebody in before.' },
  SAML_FAILED: { text: 'The identity provider says that it did not work: {status}.' },
  SAML_NOT_RENEWED: { text: 'Somebody has not signed in anew, which was asked for.' },
  SAML_OTHER_CONTEXT: {
    text: 'Somebody has signed in another way than "authnContexts" asks for.',
  },
  SAML_NO_USERID: {
    text: 'The assertion does not name the user as "userid" asks for.',
    hint: 'A transient NameID is another one each time: take an attribute.',
  },
  SAML_METADATA_SHOWN: { text: 'The metadata of this application is shown.' },
  SAML_METADATA_RENEWED: { text: 'A key is not known: the metadata of the identity provider is asked for once more.' },
  SAML_LOGOUT_ANSWERED: { text: 'The identity provider has answered the logout: {status}.' },
} as const;

/** Why a message of the identity provider is taken or not. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
