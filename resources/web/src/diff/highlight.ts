// Syntax colours for the lines in sight: a language is fetched when the first file of it is looked at.
import {createLowlight, type LanguageFn} from 'lowlight';
import type {ElementContent, RootContent} from 'hast';
import type {DiffLine} from '../model/patch.ts';

export interface Token { text: string; name: string }
type Loader = () => Promise<{default: LanguageFn}>;

const loaders: Record<string, Loader> = {
  bash: () => import('highlight.js/lib/languages/bash'), c: () => import('highlight.js/lib/languages/c'),
  cmake: () => import('highlight.js/lib/languages/cmake'), cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'), css: () => import('highlight.js/lib/languages/css'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'), go: () => import('highlight.js/lib/languages/go'),
  ini: () => import('highlight.js/lib/languages/ini'), java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'), json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'), lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'), markdown: () => import('highlight.js/lib/languages/markdown'),
  php: () => import('highlight.js/lib/languages/php'), python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'), rust: () => import('highlight.js/lib/languages/rust'),
  scss: () => import('highlight.js/lib/languages/scss'), sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'), typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'), yaml: () => import('highlight.js/lib/languages/yaml'),
};

const byEnding: Record<string, string> = {
  sh: 'bash', bash: 'bash', zsh: 'bash', c: 'c', h: 'cpp', cc: 'cpp', cpp: 'cpp', cxx: 'cpp', hpp: 'cpp', hh: 'cpp', cmake: 'cmake', cs: 'csharp',
  css: 'css', scss: 'scss', go: 'go', ini: 'ini', toml: 'ini', conf: 'ini', java: 'java', js: 'javascript', mjs: 'javascript', cjs: 'javascript',
  jsx: 'javascript', json: 'json', kt: 'kotlin', lua: 'lua', md: 'markdown', php: 'php', py: 'python', pyi: 'python', rb: 'ruby', rs: 'rust',
  sql: 'sql', swift: 'swift', ts: 'typescript', tsx: 'typescript', mts: 'typescript', html: 'xml', xml: 'xml', svg: 'xml', vue: 'xml', yml: 'yaml', yaml: 'yaml',
};
const byName: Record<string, string> = {Dockerfile: 'dockerfile', Makefile: 'makefile', 'CMakeLists.txt': 'cmake'};

const lowlight = createLowlight();

export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return byName[name] ?? byEnding[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? '';
}

export async function loadLanguage(language: string): Promise<void> {
  if (!language || lowlight.registered(language)) return;
  lowlight.register(language, (await loaders[language]()).default);
}

function flatten(nodes: (RootContent | ElementContent)[], name: string, lines: Token[][]): void {
  for (const node of nodes) {
    if (node.type === 'text') {
      node.value.split('\n').forEach((part, index) => {
        if (index) lines.push([]);
        if (part) lines[lines.length - 1].push({text: part, name});
      });
    } else if (node.type === 'element') {
      const own = (node.properties.className as string[] | undefined)?.filter(each => each.startsWith('hljs-')).join(' ');
      flatten(node.children, own || name, lines);
    }
  }
}

export interface Colours { old: Token[][]; new: Token[][] }

/** Both sides of some lines, each as a whole, so that a comment over several lines is seen as one. */
export function colourLines(all: DiffLine[], language: string): Colours | undefined {
  if (!lowlight.registered(language)) return undefined;
  const side = (leftOut: string) => {
    const lines: Token[][] = [[]];
    const text = all.filter(line => line.kind !== leftOut).map(line => line.text.length > 4000 ? '' : line.text).join('\n');
    flatten(lowlight.highlight(language, text).children, '', lines);
    return lines;
  };
  return {old: side('added'), new: side('removed')};
}

export interface Piece extends Token { isMarked: boolean; isBelow: boolean }

/** Tokens cut at the borders of changed spans and where the line is wrapped; `isBelow` says that a piece begins a line below. */
export function cut(tokens: Token[], spans: [number, number][], breaks: number[] = []): Piece[] {
  const found: Piece[] = [];
  const all = [...spans.flat(), ...breaks];
  let at = 0;
  for (const token of tokens) {
    const end = at + token.text.length;
    const borders = [...new Set([at, ...all.filter(border => border > at && border < end).sort((a, b) => a - b), end])];
    for (let i = 0; i + 1 < borders.length; ++i)
      found.push({name: token.name, text: token.text.slice(borders[i] - at, borders[i + 1] - at),
        isMarked: spans.some(([from, to]) => borders[i] >= from && borders[i] < to), isBelow: breaks.includes(borders[i])});
    at = end;
  }
  return found;
}
