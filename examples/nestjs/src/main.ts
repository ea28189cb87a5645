import { createServer } from 'node:http';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { checkTargets, whoMiddleware } from '@who/connect';
import { PagesController } from './pages.controller.js';
import { who } from './who.js';

@Module({ controllers: [PagesController] })
class AppModule {}

const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: ['error', 'warn'] });
// Before `init`, which mounts the body parsers: the login form is read by the engine.
app.use(whoMiddleware(who));
await app.init();

const port = Number(process.env['PORT'] ?? 3000);
const server = createServer(checkTargets(app.getHttpAdapter().getInstance()));
server.listen(port, () => console.log(`Listening on port ${port}`));
