// The documentation as a site.
//   main.ts build FOLDER   writes it
//   main.ts serve          serves it at http://localhost:8000 (PORT), built anew whenever a file has changed

import { serve } from './serve.js';
import { buildSite } from './site/build.js';
import { root } from './site/places.js';

const [what, folder = `${root}apps/docs/dist`] = process.argv.slice(2);

switch (what) {
  case 'build': {
    const { pages, seconds } = await buildSite(folder);
    console.log(`${pages} pages in ${seconds.toFixed(1)} s: ${folder}`);
    break;
  }
  case 'serve':
    await serve(folder, Number(process.env['PORT'] ?? 8000));
    break;
  default:
    throw new Error('Say what to do: build or serve.');
}
