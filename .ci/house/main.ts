// Sources and READMEs that keep themselves in order.
//   main.ts check     knip, API reports, examples, tables of options and reasons
//   main.ts api       writes the API reports
//   main.ts readme    writes the tables of the READMEs
//   main.ts schema    writes the JSON Schema of @who/config
//   main.ts supply    writes the table of what users install into SECURITY.md
//   main.ts address   has all links lead to where package.json says that the repository is
import type ts from 'typescript';
import { check } from '../check.js';
import { command } from '../command.js';
import { writeTable } from '../supply/table.js';
import { root } from '../test/packages.js';
import { writeAddress } from './address.js';
import { checkExamples } from './examples.js';
import { readDocuments, tableProblems, updateTables } from './readmes.js';
import { reportProblems, writeReports } from './reports.js';
import { schemaProblems, writeSchema } from './schema.js';
import { findPackages } from './workspace.js';

const packages = findPackages();
const documents = readDocuments(packages);

async function checkAll(): Promise<void> {
  // In a process of its own, beside the others, which keep this one busy.
  const knip = check('knip: nothing unused, nothing unlisted', async () => {
    await command(`${root}node_modules/.bin/knip`, ['--no-progress', '--treat-config-hints-as-errors'], root);
    return [];
  });
  await check('API reports in .ci/api', () => reportProblems(packages), 'if the change is meant: npx -y pnpm@12 api');
  let program: ts.Program | undefined;
  await check('examples in READMEs and doc comments compile', () => {
    const checked = checkExamples(documents, packages);
    program = checked.program;
    return checked.problems;
  });
  await check(
    'tables of options and reasons in READMEs',
    () => (program ? tableProblems(documents, program) : ['not checked: the examples could not be']),
    'change the doc comments or src/reasons.ts, then: npx -y pnpm@12 readme',
  );
  await check('JSON Schema of @who/config', () => schemaProblems(packages), 'npx -y pnpm@12 run schema');
  await knip;
}

switch (process.argv[2]) {
  case 'check':
    await checkAll();
    break;
  case 'api':
    writeReports(packages);
    break;
  case 'address':
    await writeAddress();
    break;
  case 'supply':
    writeTable();
    break;
  case 'schema':
    writeSchema(packages);
    break;
  case 'readme': {
    const problems = updateTables(documents, checkExamples([], packages).program);
    for (const problem of problems) console.log(problem);
    process.exitCode = problems.length === 0 ? 0 : 1;
    break;
  }
  default:
    throw new Error('Say what to do: check, api, readme, schema, supply or address.');
}
