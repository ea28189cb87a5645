import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import {
  Body,
  type CanActivate,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  Get,
  Header,
  HttpException,
  type INestApplication,
  Module,
  Post,
  Res,
  UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { checkTargets, sendReply, whoListener, whoMiddleware } from '@who/connect';
import { authenticated, restrict, type Who, type WhoApi } from '@who/core';
import { greeting, LOGIN_PAGE, signIn, signOut } from './site.js';

/** Requests and responses of Node itself are what Express has, and what Fastify keeps in `raw`. */
function rawOf<T extends object>(wrapped: T | { readonly raw: T }): T {
  return 'raw' in wrapped ? wrapped.raw : wrapped;
}

function whoOf(context: ExecutionContext): WhoApi {
  return rawOf<IncomingMessage>(context.switchToHttp().getRequest()).who;
}

/** Who is asking, as a parameter. */
const Asking = createParamDecorator((_data: unknown, context: ExecutionContext) => whoOf(context));

class SignedIn implements CanActivate {
  readonly #refusalOf = restrict(authenticated());

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const status = await this.#refusalOf(whoOf(context));
    if (status) throw new HttpException({ statusCode: status }, status);
    return true;
  }
}

type Response = ServerResponse | { readonly raw: ServerResponse };

@Controller()
class Pages {
  @Get()
  home(@Asking() who: WhoApi): string {
    return greeting(who.identity?.userid);
  }

  @Get('login')
  @Header('Content-Type', 'text/html')
  loginPage(): string {
    return LOGIN_PAGE;
  }

  @Post('login')
  async signIn(@Asking() who: WhoApi, @Body() form: Record<string, string>, @Res() res: Response): Promise<void> {
    sendReply(rawOf(res), await signIn(who, new URLSearchParams(form)));
  }

  @Post('logout')
  async signOut(@Asking() who: WhoApi, @Res() res: Response): Promise<void> {
    sendReply(rawOf(res), await signOut(who));
  }

  @Get('private')
  @UseGuards(SignedIn)
  private(@Asking() who: WhoApi): string {
    return `For ${who.identity?.userid}`;
  }
}

@Module({ controllers: [Pages] })
class Application {}

/** The application, and the server that it is to be reached by. */
export interface NestServer {
  readonly app: INestApplication;
  readonly server: Server;
}

export async function nestOnExpress(who: Who): Promise<NestServer> {
  const app = await NestFactory.create(Application, new ExpressAdapter(), { logger: false });
  app.use(whoMiddleware(who));
  await app.init();
  return { app, server: createServer(checkTargets(app.getHttpAdapter().getInstance())) };
}

export async function nestOnFastify(who: Who): Promise<NestServer> {
  const serverFactory = (handler: RequestListener): Server => createServer(whoListener(who, handler));
  const adapter = new FastifyAdapter({ serverFactory });
  const app = await NestFactory.create(Application, adapter, { logger: false });
  await app.init();
  await adapter.getInstance().ready();
  return { app, server: app.getHttpServer() };
}
