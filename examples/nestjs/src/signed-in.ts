import type { IncomingMessage } from 'node:http';
import { type CanActivate, createParamDecorator, type ExecutionContext, HttpException } from '@nestjs/common';
import { authenticated, restrict } from '@who/core';

/** Lets through who is signed in. The 401 of all others becomes a way to the login page. */
export class SignedIn implements CanActivate {
  readonly #refusalOf = restrict(authenticated());

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const status = await this.#refusalOf(requestOf(context).who);
    if (status) throw new HttpException({ statusCode: status }, status);
    return true;
  }
}

/** Who is asking, as a parameter of a handler. */
export const User = createParamDecorator((_data: unknown, context: ExecutionContext) => requestOf(context).remoteUser);

function requestOf(context: ExecutionContext): IncomingMessage {
  return context.switchToHttp().getRequest();
}
