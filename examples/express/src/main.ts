import { createServer } from 'node:http';
import { checkTargets } from '@who/connect';
import { createApp } from './app.js';
import { who } from './who.js';

const port = Number(process.env['PORT'] ?? 3000);
createServer(checkTargets(createApp(who))).listen(port, () => console.log(`Listening on port ${port}`));
