import {useMemo, useState} from 'preact/hooks';
import {FileMinus, FilePen, FilePlus, FileSymlink, Folder, type LucideIcon} from 'lucide-preact';
import {Counts} from '../components/parts.tsx';
import type {FileDiff} from '../model/patch.ts';
import {treeRows} from '../model/tree.ts';

const signs: Record<string, LucideIcon> = {added: FilePlus, deleted: FileMinus, renamed: FileSymlink};

export function FileTree({files, marks, current, onChoose}: {files: FileDiff[]; marks: Set<string>; current: string; onChoose: (path: string) => void}) {
  const [filter, setFilter] = useState('');
  const rows = useMemo(() => treeRows(files.filter(file => file.path.toLowerCase().includes(filter.toLowerCase()))), [files, filter]);
  return <nav class="diff-tree" aria-label="Changed files">
    <input class="input small" type="search" placeholder="Filter files" aria-label="Filter files" value={filter} onInput={event => setFilter(event.currentTarget.value)} />
    <ul>
      {rows.map(row => {
        const indent = {paddingLeft: `${8 + row.depth * 14}px`};
        if (!row.file) return <li key={row.path}><div class="tree-row folder" style={indent}><Folder aria-hidden="true" /><span class="clip">{row.name}</span></div></li>;
        const {file} = row;
        const Sign = signs[file.change] ?? FilePen;
        return <li key={row.path}><button type="button" class={`tree-row${marks.has(file.path) ? ' viewed' : ''}`} style={indent} title={file.path}
          aria-current={current === file.path ? 'true' : undefined} onClick={() => onChoose(file.path)}>
          <Sign aria-label={file.change} /><span class="clip name">{row.name}</span><span class="counts">{file.isBinary ? <span class="soft">binary</span> : <Counts plus={file.additions} minus={file.deletions} />}</span>
        </button></li>;
      })}
      {!rows.length && <li class="small faint" style={{padding: '8px'}}>No file has that in its path.</li>}
    </ul>
  </nav>;
}
