import { type Facts, type Reason, reasonsOf } from '@who/core';

const texts = {
  HEADER_SSO_FOUND: { text: 'The front end names a user.' },
  HEADER_SSO_NO_HEADERS: {
    text: 'No header of the front end came.',
    hint: 'Let the front end protect this path, and pass its headers on.',
  },
  HEADER_SSO_OTHER_PATH: {
    text: 'Headers of the front end came on a path that it does not protect ("paths"): they are hidden.',
    hint: 'Name the path in "paths", if the front end does protect it.',
  },
  HEADER_SSO_UNTRUSTED_PEER: {
    text: 'Headers of the front end came from a peer that is not trusted: they are hidden. Trusted: {trustedPeers}.',
    hint: 'If that was the front end, name its address in "trustedPeers". If not, somebody forges headers.',
  },
  HEADER_SSO_NO_CERTIFICATE: { text: 'The peer has not shown the "clientCertificate" of the front end.' },
  HEADER_SSO_WRONG_SECRET: {
    text: 'The header {header} has not the secret of the front end ("secret").',
    hint: 'Give the front end and this application the same one.',
  },
  HEADER_SSO_AMBIGUOUS: { text: 'A header of the front end came more than once, or in two spellings.' },
  HEADER_SSO_NO_SESSION: {
    text: 'The front end has no session with this browser, or does not say so: the header {header} is missing.',
    hint: 'Have the front end ask for a session here, or send people to its login page ("loginUrl").',
  },
  HEADER_SSO_NO_USER: {
    text: 'The front end has a session, and names no user: none of {headers} came.',
    hint: 'Have the front end map the attribute that names the user, and the identity provider release it.',
  },
  HEADER_SSO_USER_REFUSED: { text: 'The front end names a user who is not accepted here.' },
  HEADER_SSO_ACCEPTED: { text: 'The user whom the front end names is accepted.' },
  HEADER_SSO_OTHER_CREDENTIALS: { text: 'These credentials are none that this plugin has found.' },
  HEADER_SSO_SENT: { text: 'The browser is sent to sign in at the front end.' },
  HEADER_SSO_NO_PLACE: {
    text: 'There is no place to send people to.',
    hint: 'Set "loginUrl" or "signInPath".',
  },
  HEADER_SSO_LOOP: {
    text: 'A page asks for a sign-in again and again, from somebody who has just signed in.',
    hint: 'It wants more than a signed-in user, or the rememberer is missing or its cookie does not come back.',
  },
  HEADER_SSO_SIGNED_IN: { text: 'The sign-in is taken over, and the browser sent back to where it was.' },
  HEADER_SSO_SWITCHED: { text: 'The front end names somebody else than who was remembered, and that counts.' },
  HEADER_SSO_VANISHED: { text: 'The front end does not know who was remembered any more: signed out.' },
  HEADER_SSO_AS_BEFORE: { text: 'The headers change nothing about who is signed in.' },
  HEADER_SSO_LOGOUT: { text: 'The session is ended here, and at the front end for who came through it.' },
  HEADER_SSO_LOGOUT_REFUSED: { text: 'Another site sent the browser here to sign the user out: refused.' },
  HEADER_SSO_METADATA_THERE: { text: 'The attributes came with the sign-in already.' },
  HEADER_SSO_OTHER_SIGN_IN: { text: 'This request was not signed in by its own headers.' },
  HEADER_SSO_NOT_KEPT: {
    text: 'Nothing is kept: the front end has to name the user with each request.',
    hint: 'Name a "rememberer" where it protects a sign-in path only.',
  },
  HEADER_SSO_KEPT_BY: { text: 'It is for "{rememberer}" to keep the user signed in.' },
  HEADER_SSO_FORGOTTEN_BY: { text: 'It is for "{rememberer}" to forget the user.' },
} as const;

/** A reason, and what it is about. */
export type Because = readonly [reason: Reason, facts?: Facts];

/** Why a front end is believed or not, and what follows. */
export const reasons: Readonly<Record<keyof typeof texts, Reason>> = reasonsOf(texts);
