import type { OptionNames, SignInRefusalCode } from '@who/core';
import type { FormProblemCode } from '../errors.js';

/** What the pages say. Problems are named by their codes. */
export interface FormTexts extends Readonly<Record<FormProblemCode, string>> {
  readonly signIn: string;
  readonly login: string;
  readonly password: string;
  readonly remember: string;
  readonly signInButton: string;
  /** Between the form and other ways to sign in. */
  readonly or: string;
  /** An authenticator answered 429. */
  readonly tooManyAttempts: string;
  /** An authenticator answered 503. */
  readonly unavailable: string;
  /** Behind either of them, where the authenticator said when; `{time}` becomes a number of seconds, minutes or hours. */
  readonly tryAgainIn: string;
  /** The same where it did not say when. */
  readonly tryAgainLater: string;
  readonly signOut: string;
  /** `{user}` becomes the userid. */
  readonly signedInAs: string;
  readonly signOutButton: string;
  readonly staySignedIn: string;
  /** Another site sent the form that signs out. */
  readonly stillSignedIn: string;
}

export const ENGLISH: FormTexts = {
  signIn: 'Sign in',
  login: 'Name',
  password: 'Password',
  remember: 'Keep me signed in',
  signInButton: 'Sign in',
  or: 'or',
  FORM_WRONG_PASSWORD: 'This name and password do not belong together. Please try again.',
  FORM_CROSS_SITE: 'This form was sent by another site, or the browser hides where it came from. Please sign in here.',
  FORM_INVALID: 'The form could not be read. Please try again.',
  FORM_TYPE_UNSUPPORTED: 'The form came in a way that is not understood here. Please try again.',
  PASSWORD_EXPIRED: 'Your password has expired.',
  PASSWORD_MUST_CHANGE: 'You have to change your password before you can sign in.',
  ACCOUNT_LOCKED: 'Your account is locked.',
  ACCOUNT_DISABLED: 'Your account is disabled.',
  tooManyAttempts: 'Too many attempts.',
  unavailable: 'Signing in does not work at the moment.',
  tryAgainIn: 'Please try again in {time}.',
  tryAgainLater: 'Please try again later.',
  signOut: 'Sign out',
  signedInAs: 'You are signed in as {user}.',
  signOutButton: 'Sign out',
  staySignedIn: 'Stay signed in',
  stillSignedIn: 'Another site tried to sign you out. You are still signed in.',
};

export const TEXT_NAMES = Object.fromEntries(
  Object.keys(ENGLISH).map((name) => [name, true]),
) as OptionNames<FormTexts>;

/** Why accounts sign nobody in. */
export const REASONS: readonly SignInRefusalCode[] = [
  'PASSWORD_EXPIRED',
  'PASSWORD_MUST_CHANGE',
  'ACCOUNT_LOCKED',
  'ACCOUNT_DISABLED',
];
