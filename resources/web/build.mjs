// Bundles the pages into dist/: index.html and hashed assets, with nothing that the CSP of the gateway would refuse.
//   node build.mjs [--out DIR] [--qrc FILE]   the site; FILE lists it for rcc under /web
//                                             and /bundle/bundle.html, the one page that goes out with the record of a run
//   node build.mjs --tests                    the tests of the pure modules into build/tests, for node --test
import {build} from 'esbuild';
import {createHash} from 'node:crypto';
import {mkdir, readdir, readFile, rm, writeFile, copyFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const at = (...parts) => path.join(root, ...parts);

function argument(name) {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

async function writeResourceList(dist, file) {
  const assets = (await readdir(path.join(dist, 'assets'))).sort().map(name => `assets/${name}`);
  const entries = ['index.html', 'favicon.svg', ...assets].map(name => `<file alias="${name}">${path.join(dist, name)}</file>`);
  const bundle = `<file alias="bundle.html">${path.join(dist, 'bundle.html')}</file>`;
  await writeFile(file, `<RCC><qresource prefix="/web">\n${entries.join('\n')}\n</qresource><qresource prefix="/bundle">${bundle}</qresource></RCC>\n`);
}

async function buildTests() {
  const files = (await readdir(at('tests'))).filter(name => name.endsWith('.test.ts'));
  await rm(at('build/tests'), {recursive: true, force: true});
  await build({
    entryPoints: files.map(name => at('tests', name)), outdir: at('build/tests'), outExtension: {'.js': '.mjs'},
    bundle: true, platform: 'node', format: 'esm', target: 'node18', jsx: 'automatic', jsxImportSource: 'preact',
    logLevel: 'warning', plugins: [guides],
  });
}

/** The user guide: resources/docs, in the order of the numbers that begin the names of the files. */
const guides = {
  name: 'guides',
  setup(build) {
    const folder = at('../docs');
    build.onResolve({filter: /^mergeloom:guides$/}, ({path: name}) => ({path: name, namespace: 'guides'}));
    build.onLoad({filter: /.*/, namespace: 'guides'}, async () => {
      const files = (await readdir(folder)).filter(name => /^\d-.*\.md$/.test(name)).sort();
      const contents = await Promise.all(files.map(async name => {
        const [, title, text] = /^# (.*)\n([^]*)$/.exec(await readFile(path.join(folder, name), 'utf8'));
        return {name: name.slice(2, -3), title, text};
      }));
      return {contents: JSON.stringify(contents), loader: 'json', watchDirs: [folder]};
    });
  },
};

/** Syntax colours are most of the code of the diff; a bundle does without. */
const withoutColours = {
  name: 'without colours',
  setup(build) {
    build.onResolve({filter: /^(lowlight$|highlight\.js\/)/}, ({path: name}) => ({path: name, namespace: 'none'}));
    build.onLoad({filter: /.*/, namespace: 'none'}, () => ({contents: 'export const createLowlight = () => ({registered: () => false, register() {}}); export default undefined;'}));
  },
};

/** One file with everything in it, which the worker puts the record of a run into. Its policy lets nothing else in. */
async function buildBundle(dist) {
  const {outputFiles} = await build({
    entryPoints: [at('src/bundle/main.tsx')], outdir: dist, write: false, bundle: true, format: 'iife', minify: true, target: ['es2021'],
    jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none', logLevel: 'warning', plugins: [withoutColours],
  });
  const text = ending => outputFiles.find(file => file.path.endsWith(ending)).text.trim();
  const [script, style] = [text('.js'), text('.css')];
  for (const [content, end] of [[script, /<\/script|<script/i], [style, /<\/style/i]])
    if (end.test(content)) throw new Error(`The page of bundles cannot hold ${end}.`);
  const hash = content => `sha256-${createHash('sha256').update(content).digest('base64')}`;
  const fields = {script, style, 'script-hash': hash(script), 'style-hash': hash(style)};
  const page = (await readFile(at('src/bundle/index.html'), 'utf8')).replace(/\{\{([a-z-]+)\}\}/g, (_, name) => fields[name]);
  await writeFile(path.join(dist, 'bundle.html'), page);
}

async function buildSite() {
  const dist = path.resolve(argument('--out') ?? at('dist'));
  await rm(dist, {recursive: true, force: true});
  const {metafile} = await build({
    entryPoints: {main: at('src/main.tsx'), theme: at('src/app/firstPaint.ts')}, outdir: path.join(dist, 'assets'),
    entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', assetNames: '[name]-[hash]',
    bundle: true, splitting: true, format: 'esm', minify: true, target: ['es2021'], metafile: true,
    jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none', logLevel: 'warning',
    loader: {'.svg': 'file'}, plugins: [guides],
  });
  const names = Object.keys(metafile.outputs).map(name => path.basename(name));
  const named = (prefix, suffix) => names.find(name => name.startsWith(`${prefix}-`) && name.endsWith(suffix));
  const page = (await readFile(at('src/index.html'), 'utf8'))
    .replace('{{theme}}', `/assets/${named('theme', '.js')}`)
    .replace('{{script}}', `/assets/${named('main', '.js')}`)
    .replace('{{style}}', `/assets/${named('main', '.css')}`);
  await mkdir(dist, {recursive: true});
  await writeFile(path.join(dist, 'index.html'), page);
  await copyFile(at('src/favicon.svg'), path.join(dist, 'favicon.svg'));
  await buildBundle(dist);
  const list = argument('--qrc');
  if (list) await writeResourceList(dist, path.resolve(list));
}

await (process.argv.includes('--tests') ? buildTests() : buildSite());
