// A unified diff with git headers, as files, hunks and lines.
export type LineKind = 'context' | 'added' | 'removed';
export interface DiffLine { kind: LineKind; text: string; old: number; new: number; noNewline?: boolean }
export interface Hunk { header: string; section: string; oldStart: number; newStart: number; lines: DiffLine[] }
export interface FileDiff {
  path: string; oldPath: string; change: 'added' | 'modified' | 'deleted' | 'renamed' | 'mode_changed';
  isBinary: boolean; oldMode: string; newMode: string; additions: number; deletions: number; hunks: Hunk[];
  /** Of the whole old file; known once it was read. */
  oldLines?: number;
}

/** `"a/sp\303\244t"` as git quotes it; a plain name stays. */
export function unquote(name: string): string {
  if (!name.startsWith('"')) return name.replace(/\t$/, '');
  const bytes: number[] = [];
  const escapes: Record<string, number> = {n: 10, t: 9, r: 13, '"': 34, '\\': 92, a: 7, b: 8, f: 12, v: 11};
  const inner = name.slice(1, name.lastIndexOf('"'));
  for (let i = 0; i < inner.length; ++i) {
    if (inner[i] !== '\\') {
      bytes.push(...new TextEncoder().encode(inner[i]));
      continue;
    }
    const octal = /^[0-7]{3}/.exec(inner.slice(i + 1));
    bytes.push(octal ? parseInt(octal[0], 8) : escapes[inner[i + 1]] ?? inner.charCodeAt(i + 1));
    i += octal ? 3 : 1;
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

function withoutSide(name: string): string {
  const plain = unquote(name);
  return plain === '/dev/null' ? '' : plain.replace(/^[ab]\//, '');
}

/** `a/x b/x`: both halves are equal unless a rename says otherwise on lines of its own. */
function pathOfHeader(rest: string): string {
  if (rest.startsWith('"')) return withoutSide(rest.slice(0, rest.indexOf('"', 1) + 1));
  const half = rest.slice(0, Math.floor(rest.length / 2));
  return withoutSide(half);
}

function emptyFile(path: string): FileDiff {
  return {path, oldPath: path, change: 'modified', isBinary: false, oldMode: '', newMode: '', additions: 0, deletions: 0, hunks: []};
}

function takeHeader(file: FileDiff, line: string): void {
  const [, word, rest] = /^(new file mode|deleted file mode|old mode|new mode|rename from|rename to|copy from|copy to|---|\+\+\+) (.*)$/.exec(line) ?? [];
  if (line.startsWith('Binary files ') || line.startsWith('GIT binary patch')) file.isBinary = true;
  else if (word === 'new file mode') [file.change, file.newMode] = ['added', rest];
  else if (word === 'deleted file mode') [file.change, file.oldMode] = ['deleted', rest];
  else if (word === 'old mode') [file.change, file.oldMode] = ['mode_changed', rest];
  else if (word === 'new mode') file.newMode = rest;
  else if (word === 'rename from' || word === 'copy from') [file.change, file.oldPath] = ['renamed', unquote(rest)];
  else if (word === 'rename to' || word === 'copy to') file.path = unquote(rest);
  else if (word === '---') file.oldPath = withoutSide(rest) || file.oldPath;
  else if (word === '+++') file.path = withoutSide(rest) || file.path;
}

export function parsePatch(patch: string): FileDiff[] {
  const files: FileDiff[] = [];
  let file: FileDiff | undefined;
  let hunk: Hunk | undefined;
  let oldLeft = 0, newLeft = 0, oldAt = 0, newAt = 0;

  const lines = patch.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  for (const line of lines) {
    const inHunk = hunk && (oldLeft > 0 || newLeft > 0);
    if (inHunk && file && hunk) {
      const sign = line[0] ?? ' ';
      const text = line.slice(1);
      if (sign === '+') {
        hunk.lines.push({kind: 'added', text, old: 0, new: newAt++});
        --newLeft;
        ++file.additions;
        continue;
      }
      if (sign === '-') {
        hunk.lines.push({kind: 'removed', text, old: oldAt++, new: 0});
        --oldLeft;
        ++file.deletions;
        continue;
      }
      if (sign === ' ') {
        hunk.lines.push({kind: 'context', text, old: oldAt++, new: newAt++});
        --oldLeft;
        --newLeft;
        continue;
      }
    }
    if (line.startsWith('\\') && hunk?.lines.length) {
      hunk.lines[hunk.lines.length - 1].noNewline = true;
      continue;
    }
    if (line.startsWith('diff --git ')) {
      file = emptyFile(pathOfHeader(line.slice(11)));
      files.push(file);
      hunk = undefined;
      continue;
    }
    const start = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/.exec(line);
    if (start && file) {
      [oldAt, newAt] = [Number(start[1]), Number(start[3])];
      [oldLeft, newLeft] = [Number(start[2] ?? 1), Number(start[4] ?? 1)];
      hunk = {header: line, section: start[5], oldStart: oldAt, newStart: newAt, lines: []};
      file.hunks.push(hunk);
      continue;
    }
    if (file && !hunk) takeHeader(file, line);
  }
  return files;
}
