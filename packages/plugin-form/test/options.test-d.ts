import type { Challenger, Exchange, HeaderList, Identifier, MaybePromise, SignInRefusalCode } from '@who/core';
import { expectTypeOf, it } from 'vitest';
import {
  type FormErrorCode,
  type FormLanguage,
  type FormLogo,
  type FormOptions,
  type FormOtherWay,
  type FormPageOptions,
  type FormProblemCode,
  form,
  type LoginPage,
  type LoginPageMaker,
} from '../src/index.js';

it('says which errors there are, and what is told of a problem', () => {
  expectTypeOf<FormErrorCode>().toEqualTypeOf<'BAD_OPTION' | 'BAD_PLUGIN'>();
  expectTypeOf<FormProblemCode>().toEqualTypeOf<
    'FORM_WRONG_PASSWORD' | 'FORM_CROSS_SITE' | 'FORM_INVALID' | 'FORM_TYPE_UNSUPPORTED' | SignInRefusalCode
  >();
});

it('has these options', () => {
  expectTypeOf<FormOptions>().toEqualTypeOf<{
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
  }>();
  expectTypeOf<FormPageOptions>().toEqualTypeOf<{
    readonly title?: string | undefined;
    readonly logo?: FormLogo | undefined;
    readonly languages?: readonly [FormLanguage, ...FormLanguage[]] | undefined;
    readonly otherWays?: readonly FormOtherWay[] | undefined;
    readonly css?: string | undefined;
    readonly formAction?: readonly string[] | undefined;
  }>();
  expectTypeOf(form).parameters.toEqualTypeOf<[FormOptions]>();
  // @ts-expect-error: somebody has to remember who has signed in
  form({});
  // @ts-expect-error: a text that is none
  form({ rememberer: 'ticket', page: { languages: [{ lang: 'de', texts: { singIn: 'Anmelden' } }] } });
});

it('lets applications make the page', () => {
  expectTypeOf<LoginPageMaker>().toEqualTypeOf<
    (
      page: LoginPage,
      exchange: Exchange,
    ) => MaybePromise<string | { readonly headers: HeaderList; readonly body: string }>
  >();
});

it('plays these roles', () => {
  expectTypeOf(form).returns.toExtend<Identifier & Challenger>();
  expectTypeOf(form).returns.not.toBeAny();
});
