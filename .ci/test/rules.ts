import ts from 'typescript';
import { addressOf, fieldsAt } from '../house/address.js';
import type { Package } from './packages.js';

/** A rule looks at a package and says what is wrong with it, in words for the person who has to mend it. */
export type Rule = (of: Package) => readonly string[];

const FRAMEWORKS = ['connect', 'express', 'fastify', 'koa', 'hono', 'polka'];

/** What runs where there is nothing of Node's. */
const EVERYWHERE = ['fetch', 'hono'];

/** The adapters that are made for one framework. */
const FRAMEWORK_OF: Readonly<Record<string, string>> = { fastify: 'fastify', hono: 'hono', koa: 'koa' };

/** What every plugin may share. */
const BASES = ['@who/cookies', '@who/passwords', '@who/secrets', '@who/sso'];

/** What is no plugin, and is given secrets. */
const TAKING_SECRETS = ['audit', 'metadata-cache', 'passwords', 'sso'];

/** Who may import which of our packages. */
function allowedImports(folder: string): readonly string[] {
  if (folder === 'core' || folder.startsWith('create-')) return [];
  // The templates of all plugins are a cache, too.
  if (folder === 'plugin-sesame') return ['@who/core', '@who/metadata-cache', '@who/secrets', '@who/sso'];
  if (folder.startsWith('plugin-metadata-cache-')) return ['@who/core', '@who/metadata-cache', '@who/secrets'];
  if (folder === 'limiter') return ['@who/cookies', '@who/core', '@who/secrets'];
  if (TAKING_SECRETS.includes(folder)) return ['@who/core', '@who/secrets'];
  if (folder.startsWith('plugin-')) return ['@who/core', ...BASES];
  if (folder === 'opentelemetry') return ['@who/core', '@who/audit'];
  if (folder === 'cli') return ['@who/core', '@who/config', '@who/plugin-auth-tkt', '@who/secrets', '@who/trace'];
  // It loads plugins when a file names them.
  if (folder === 'config') return ['@who/core', '@who/secrets'];
  if (/^dev-(?!server$)/.test(folder)) return ['@who/core', '@who/dev-server'];
  if (folder === 'hono') return ['@who/core', '@who/fetch'];
  if (folder === 'fastify' || folder === 'koa') return ['@who/core', '@who/connect'];
  return ['@who/core'];
}

export const importRules: Rule = ({ folder, manifest, sources }) => {
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const allowed = allowedImports(folder);
  return sources.flatMap(({ path, text }) =>
    importsOf(text).flatMap((specifier) => {
      if (specifier.startsWith('node:')) {
        return EVERYWHERE.includes(folder) ? [`${path} must not import ${specifier}: it runs everywhere`] : [];
      }
      if (specifier.startsWith('.')) {
        const up = specifier.match(/\.\.\//g)?.length ?? 0;
        const depth = path.split('/').length - 2;
        return up > depth ? [`${path} reaches out of its sources: ${specifier}`] : [];
      }
      const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
      if (name === manifest.name) return [];
      if (name.startsWith('@who/') && !allowed.includes(name)) return [`${path} must not import ${name}`];
      if (FRAMEWORKS.includes(name) && FRAMEWORK_OF[folder] !== name) {
        return [`${path} must not import a framework: ${name}`];
      }
      return declared.includes(name) ? [] : [`${path} imports ${name}, which package.json does not name`];
    }),
  );
};

/** Specifiers of all imports, static and dynamic, and of all re-exports, as the TypeScript compiler sees them. */
export function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

export const templateRules: Rule = ({ folder, manifest, files }) => {
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const same = (field: string, value: unknown): void =>
    expect(JSON.stringify(manifest[field]) === JSON.stringify(value), `${field} is not ${JSON.stringify(value)}`);

  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE', 'tsconfig.json', 'tsup.config.ts', 'src', 'test']) {
    expect(files.includes(file), `there is no ${file}`);
  }
  same('name', `@who/${folder}`);
  same('type', 'module');
  same('license', 'MIT');
  same('sideEffects', false);
  same('engines', { node: '>=20.19' });
  same('files', ['dist']);
  same('publishConfig', { access: 'public', provenance: true });
  expect(typeof manifest['description'] === 'string', 'there is no description');
  expect(/^\d+\.\d+\.\d+/.test(manifest.version ?? ''), 'there is no version');
  for (const [field, value] of Object.entries(fieldsAt(addressOf(), `packages/${folder}`))) same(field, value);

  // What TypeScript's oldest resolution reads in the place of exports.
  const { types, default: main } = (manifest.exports?.['.'] ?? {}) as { types?: string; default?: string };
  same('main', main);
  same('types', types);
  const entries = Object.entries(manifest.exports ?? {});
  expect(manifest.exports?.['./package.json'] === './package.json', 'exports lack ./package.json');
  for (const [name, target] of entries) {
    if (typeof target === 'object')
      expect(Object.keys(target ?? {})[0] === 'types', `exports["${name}"]: types are not first`);
  }
  for (const [name, range] of Object.entries(manifest.peerDependencies ?? {})) {
    if (!name.startsWith('@who/')) continue;
    expect(/^\^\d/.test(range), `peerDependencies["${name}"] is not a caret range`);
    expect(manifest.devDependencies?.[name] === 'workspace:^', `devDependencies["${name}"] is not workspace:^`);
  }
  for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
    expect(!range.startsWith('catalog:'), `dependencies["${name}"] uses a catalog`);
    expect(!name.startsWith('@who/'), `dependencies["${name}"] has to be a peer dependency`);
  }
  return problems;
};

export const sourceRules: Rule = ({ sources }) =>
  sources.flatMap(({ path, text }) => [
    ...(/^export default\b/m.test(text) ? [`${path} has a default export`] : []),
    ...(/^export \*/m.test(text) ? [`${path} has an export *`] : []),
    ...(path === 'src/index.ts' && !isReExportsOnly(text) ? [`${path} has more than named re-exports`] : []),
    ...(/URL\.canParse\(/.test(text)
      ? [`${path} asks URL.canParse, which errs in Node 20 and 22: parseUrl of core`]
      : []),
    ...(text.split('\n').length > 300 ? [`${path} has more than 300 lines`] : []),
  ]);

function isReExportsOnly(text: string): boolean {
  const rest = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/export\s+(?:type\s+)?\{[^}]*\}\s+from\s+'[^']+';/g, '');
  return rest.trim() === '';
}
