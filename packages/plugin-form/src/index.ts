export { FormCredentials } from './credentials.js';
export type { FormErrorCode, FormProblemCode } from './errors.js';
export { type FormPlugin, form } from './form.js';
export type { FormLogo, FormOtherWay, FormPageOptions } from './options/page.js';
export type { FormOptions, LoginPageMaker } from './options.js';
export type { FormLanguage } from './page/language.js';
export type { LoginPage, LoginProblem } from './page/login-page.js';
export type { FormTexts } from './page/texts.js';
export { rememberedSeconds } from './remember-me.js';
