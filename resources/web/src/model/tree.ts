// Paths as a tree of folders; a folder with a single folder inside is one row with it.
export interface TreeRow<T> { depth: number; name: string; path: string; file?: T }

interface Folder<T> { folders: Map<string, Folder<T>>; files: [string, T][] }

export function treeRows<T extends {path: string}>(files: T[]): TreeRow<T>[] {
  const top: Folder<T> = {folders: new Map(), files: []};
  for (const file of files) {
    const parts = file.path.split('/');
    let folder = top;
    for (const part of parts.slice(0, -1)) {
      if (!folder.folders.has(part)) folder.folders.set(part, {folders: new Map(), files: []});
      folder = folder.folders.get(part)!;
    }
    folder.files.push([parts[parts.length - 1], file]);
  }
  const rows: TreeRow<T>[] = [];
  const walk = (folder: Folder<T>, path: string, depth: number) => {
    for (const [name, inner] of [...folder.folders].sort(([a], [b]) => a.localeCompare(b))) {
      let label = name, last = inner;
      while (!last.files.length && last.folders.size === 1) {
        const [[next, only]] = [...last.folders];
        label += `/${next}`;
        last = only;
      }
      rows.push({depth, name: label, path: `${path}${label}/`});
      walk(last, `${path}${label}/`, depth + 1);
    }
    for (const [name, file] of folder.files.sort(([a], [b]) => a.localeCompare(b))) rows.push({depth, name, path: file.path, file});
  };
  walk(top, '', 0);
  return rows;
}
