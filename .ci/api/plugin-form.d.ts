// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Challenger } from '@who/core';
import type { Credentials } from '@who/core';
import type { Exchange } from '@who/core';
import type { HeaderList } from '@who/core';
import type { Identification } from '@who/core';
import type { Identifier } from '@who/core';
import type { Identity } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { PluginNeeds } from '@who/core';
import type { SignInRefusalCode } from '@who/core';

declare class FormCredentials extends Credentials implements Typed {
  readonly login: string;
  readonly password: string;
  readonly cameFrom: string | undefined;
  readonly remember: boolean;
  constructor({ login, password, cameFrom, remember }: Typed);
}

type FormErrorCode = 'BAD_OPTION' | 'BAD_PLUGIN';

interface FormLanguage {
  readonly lang: string;
  readonly dir?: 'ltr' | 'rtl' | undefined;
  readonly texts?: Partial<FormTexts> | undefined;
}

interface FormLogo {
  readonly src: string;
  readonly alt?: string | undefined;
}

interface FormOptions {
  readonly rememberer: string;
  readonly loginFormUrl?: string | null | undefined;
  readonly loginHandlerPath?: string | undefined;
  readonly logoutHandlerPath?: string | null | undefined;
  readonly postLoginUrl?: string | undefined;
  readonly postLogoutUrl?: string | undefined;
  readonly loginFormQs?: string | undefined;
  readonly rememberMeSeconds?: number | undefined;
  readonly showReasons?: readonly SignInRefusalCode[] | undefined;
  readonly page?: FormPageOptions | undefined;
  readonly loginPage?: LoginPageMaker | 'application' | undefined;
}

interface FormOtherWay {
  readonly text: string;
  readonly path: string;
}

interface FormPageOptions {
  readonly title?: string | undefined;
  readonly logo?: FormLogo | undefined;
  readonly languages?: readonly [
    FormLanguage,
    ...FormLanguage[]
  ] | undefined;
  readonly otherWays?: readonly FormOtherWay[] | undefined;
  readonly css?: string | undefined;
  readonly formAction?: readonly string[] | undefined;
}

interface FormPlugin extends Identifier, Challenger, Required<Pick<PluginNeeds, 'needs'>> {
  identify(exchange: Exchange): MaybePromise<Identification | undefined>;
  logoutForm(exchange: Exchange, text?: string): string;
}

type FormProblemCode = 'FORM_WRONG_PASSWORD' | 'FORM_CROSS_SITE' | 'FORM_INVALID' | 'FORM_TYPE_UNSUPPORTED' | SignInRefusalCode;

interface FormTexts extends Readonly<Record<FormProblemCode, string>> {
  readonly signIn: string;
  readonly login: string;
  readonly password: string;
  readonly remember: string;
  readonly signInButton: string;
  readonly or: string;
  readonly tooManyAttempts: string;
  readonly unavailable: string;
  readonly tryAgainIn: string;
  readonly tryAgainLater: string;
  readonly signOut: string;
  readonly signedInAs: string;
  readonly signOutButton: string;
  readonly staySignedIn: string;
  readonly stillSignedIn: string;
}

interface LoginPage {
  readonly action: string;
  readonly cameFrom: string;
  readonly login: string;
  readonly offersToRemember: boolean;
  readonly remember: boolean;
  readonly problem?: LoginProblem | undefined;
  readonly status: number;
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

type LoginPageMaker = (page: LoginPage, exchange: Exchange) => MaybePromise<string | {
  readonly headers: HeaderList;
  readonly body: string;
}>;

interface LoginProblem {
  readonly code: string;
  readonly text: string;
  readonly isInput: boolean;
}

interface Typed {
  readonly login: string;
  readonly password: string;
  readonly cameFrom: string | undefined;
  readonly remember: boolean;
}

declare function form(options: FormOptions): FormPlugin;

declare function rememberedSeconds({ userdata }: Pick<Identity, 'userdata'>): number | undefined;

// @who/plugin-form
export {
  FormCredentials,
  FormErrorCode,
  FormLanguage,
  FormLogo,
  FormOptions,
  FormOtherWay,
  FormPageOptions,
  FormPlugin,
  FormProblemCode,
  FormTexts,
  LoginPage,
  LoginPageMaker,
  LoginProblem,
  form,
  rememberedSeconds,
};
