// A change of many files: tree, sticky heads, side by side or unified. Only what is in sight is drawn.
import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {remember, remembered} from '../app/theme.ts';
import {useShortcuts} from '../app/shortcuts.ts';
import {CopyButton, Counts, Note} from '../components/parts.tsx';
import {changesIn, offsetsOf, rowsOf, type DiffStyle} from '../model/diffRows.ts';
import type {Attribution} from '../model/attribution.ts';
import {parsePatch, type DiffLine, type FileDiff} from '../model/patch.ts';
import {hiddenAt, isWhole} from '../model/reveal.ts';
import {plural} from '../model/words.ts';
import {BinaryBody, binaryHeight} from './BinaryBody.tsx';
import {FileBody, hunkHeight, lineHeight, type Chosen} from './FileBody.tsx';
import {FileHead, noteOf, type Extent} from './FileHead.tsx';
import {FileTree} from './FileTree.tsx';
import {scrollerOf, useSight} from './useSight.ts';
import {useRevealed, type WholeFiles} from './wholeFiles.ts';

const headHeight = 42; // with its borders
const gap = 16;
const noteHeight = 52;

/** Width of one character of the code font. */
function characterWidth(): number {
  const context = document.createElement('canvas').getContext('2d')!;
  context.font = `12.5px ${getComputedStyle(document.documentElement).getPropertyValue('--mono')}`;
  return context.measureText('0'.repeat(100)).width / 100 || 7.5;
}

/** "Viewed" marks: kept per change, because a file that changed again wants to be seen again. */
function useMarks(name: string): [Set<string>, (path: string) => void] {
  const key = `viewed:${name}`;
  const [marks, setMarks] = useState(() => new Set<string>(JSON.parse(remembered(key) ?? '[]') as string[]));
  const flip = (path: string) => {
    const next = new Set(marks);
    if (!next.delete(path)) next.add(path);
    setMarks(next);
    remember(key, next.size ? JSON.stringify([...next]) : '');
  };
  return [marks, flip];
}

interface Placed { perLine: number; file: FileDiff; style: DiffStyle; top: number; height: number; rows: ReturnType<typeof rowsOf>; offsets: Float64Array; isOpen: boolean }

export interface DiffPlace { file: string; line: number; side: 'old' | 'new' }

export function DiffView({patch, name, isCut, at, source, attribution, onPlace}: {
  patch: string; name: string; isCut?: boolean; at?: DiffPlace; onPlace?: (place: DiffPlace) => void;
  /** Who has the files whole; the same one as long as the patch is the same. */
  source?: WholeFiles;
  attribution?: Attribution;
}) {
  const parsed = useMemo(() => parsePatch(patch), [patch]);
  const revealed = useRevealed(parsed, source);
  const {files} = revealed;
  const mayShow = (file: FileDiff) => !!source && file.hunks.length > 0 && !revealed.closed.has(file.path);
  const [marks, flipMark] = useMarks(name);
  const [folded, setFolded] = useState(() => new Set(marks));
  const [wish, setWish] = useState<DiffStyle | undefined>(() => (remembered('diff-style') ?? undefined) as DiffStyle | undefined);
  const box = useRef<HTMLDivElement>(null);
  const sight = useSight(box);
  const width = sight.width || 800;
  const style: DiffStyle = width < 700 ? 'unified' : wish ?? (window.innerWidth > 1100 ? 'split' : 'unified');
  const character = useMemo(characterWidth, []);

  const {placed, total} = useMemo(() => {
    const isNarrow = window.innerWidth < 640;
    const fitting = (way: DiffStyle, path: string) => {
      const gutters = (way === 'split' ? 136 : isNarrow ? 50 : 116) + (attribution?.has(path) ? isNarrow ? 8 : 84 : 0);
      return Math.max(10, Math.floor(((width - 2 - gutters) / (way === 'split' ? 2 : 1) - 8.5) / character));
    };
    let top = 0;
    const placed = files.map((file): Placed => {
      const isOpen = !folded.has(file.path);
      // A file that is all new or all gone has nothing to stand beside it.
      const own: DiffStyle = file.change === 'added' || file.change === 'deleted' ? 'unified' : style;
      const perLine = fitting(own, file.path);
      const rows = isOpen ? rowsOf(file, own) : [];
      if (rows[rows.length - 1]?.type === 'tail' && !mayShow(file)) rows.pop();
      const offsets = offsetsOf(rows, perLine, lineHeight, hunkHeight);
      const height = headHeight + (!isOpen ? 0 : rows.length ? offsets[rows.length] : file.isBinary && source ? binaryHeight(file) : noteHeight);
      const one = {file, perLine, style: own, top, height, rows, offsets, isOpen};
      top += height + gap;
      return one;
    });
    return {placed, total: top};
  }, [files, folded, style, width, character, attribution, source, revealed.closed]);

  const goTo = (path: string, line?: number, side: 'old' | 'new' = 'new') => {
    const one = placed.find(each => each.file.path === path);
    if (!one || !box.current) return;
    const index = line ? one.rows.findIndex(row => row.type === 'line' ? row.line[side] === line : row.type === 'split' && (side === 'new' ? row.right?.new : row.left?.old) === line) : -1;
    const scroller = scrollerOf(box.current);
    const start = box.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    scroller.scrollTop = start + one.top + (index >= 0 ? headHeight + one.offsets[index] - 120 : -8);
  };
  const gone = useRef(''), asked = useRef('');
  useEffect(() => {
    const wanted = at ? `${at.file}:${at.side}:${at.line}` : '';
    if (!at?.file || !sight.width || gone.current === wanted) return;
    const file = files.find(one => one.path === at.file);
    const hidden = file && at.line && mayShow(file) ? hiddenAt(file, at.side, at.line) : undefined;
    if (file && hidden !== undefined && asked.current !== wanted) {
      asked.current = wanted;
      void revealed.show(file, hidden - 10, hidden + 11);
      return;
    }
    if (file && revealed.reading === file.path) return;
    gone.current = wanted;
    goTo(at.file, at.line, at.side);
  }, [at?.file, at?.line, sight.width, files, revealed.reading]);

  /** The next place that changed, or the one before, goes under the upper edge. */
  const stepChange = (by: 1 | -1) => {
    if (!box.current) return;
    const scroller = scrollerOf(box.current);
    const start = box.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    const tops = placed.flatMap(one => changesIn(one.rows).map(index => start + one.top + one.offsets[index] - 8));
    const next = by > 0 ? tops.find(top => top > scroller.scrollTop + 4) : [...tops].reverse().find(top => top < scroller.scrollTop - 4);
    if (next !== undefined) scroller.scrollTop = next;
  };
  const current = placed.findIndex(one => one.top + one.height > sight.top + 60);
  useShortcuts([
    {keys: 'j', what: 'Next change of the diff', run: () => stepChange(1)},
    {keys: 'k', what: 'Previous change of the diff', run: () => stepChange(-1)},
    {keys: 'n', what: 'Next file of the diff', run: () => goTo(placed[Math.min(placed.length - 1, current + 1)]?.file.path)},
    {keys: 'p', what: 'Previous file of the diff', run: () => goTo(placed[Math.max(0, current - 1)]?.file.path)},
  ]);
  const fold = (path: string, way?: boolean) => {
    const next = new Set(folded);
    if (way ?? !next.has(path)) next.add(path);
    else next.delete(path);
    setFolded(next);
  };
  const chooseStyle = (next: DiffStyle) => {
    setWish(next);
    remember('diff-style', next);
  };
  const choose = (file: FileDiff) => (line: DiffLine) => {
    const place: DiffPlace = {file: file.path, line: line.new || line.old, side: line.new ? 'new' : 'old'};
    gone.current = `${place.file}:${place.side}:${place.line}`;
    onPlace?.(place);
  };
  const extentOf = (file: FileDiff): Extent | undefined => {
    if (!mayShow(file)) return undefined;
    const isShown = isWhole(file);
    if (isShown && file.oldLines === undefined) return undefined;
    return {is: isShown ? 'whole' : 'changes', isBusy: revealed.reading === file.path, flip: () => isShown ? revealed.fold(file) : void revealed.show(file, 1, Infinity)};
  };
  const sum = files.reduce((all, file) => ({plus: all.plus + file.additions, minus: all.minus + file.deletions}), {plus: 0, minus: 0});
  const viewed = files.filter(file => marks.has(file.path)).length;

  return <div class={`diff-grid${files.length < 2 ? ' alone' : ''}`}>
    {files.length > 1 && <FileTree files={files} marks={marks} current={placed[current]?.file.path ?? ''} onChoose={path => { if (folded.has(path)) fold(path, false); goTo(path); }} />}
    <div style={{minWidth: 0}}>
      <div class="diff-bar">
        <span>{plural(files.length, 'file')}</span><Counts plus={sum.plus} minus={sum.minus} />
        {viewed > 0 && <span>{viewed} of {files.length} viewed</span>}
        <span class="row" style={{marginLeft: 'auto'}}>
          <CopyButton text={patch} label="Copy as patch" />
          {width >= 700 && <span class="segments" role="group" aria-label="Layout of the diff">
            <button type="button" aria-pressed={style === 'split'} onClick={() => chooseStyle('split')}>Side by side</button>
            <button type="button" aria-pressed={style === 'unified'} onClick={() => chooseStyle('unified')}>Unified</button>
          </span>}
        </span>
      </div>
      {isCut && <div style={{marginBottom: '12px'}}><Note tone="blocked">The diff was too large to keep whole; the end is missing here. The branch has all of it.</Note></div>}
      <div ref={box} style={{position: 'relative', height: `${total}px`}}>
        {placed.map((one, index) => one.top + one.height < sight.top - 400 || one.top > sight.bottom + 400 ? null :
          <section key={index} class={`file${one.isOpen ? '' : ' closed'}`} aria-label={one.file.path} style={{position: 'absolute', left: 0, right: 0, top: `${one.top}px`, height: `${one.height}px`}}>
            <FileHead file={one.file} isOpen={one.isOpen} extent={extentOf(one.file)} isViewed={marks.has(one.file.path)} onFold={() => fold(one.file.path)}
              onView={() => { fold(one.file.path, !marks.has(one.file.path)); flipMark(one.file.path); }} />
            {one.isOpen && (one.rows.length
              ? <FileBody file={one.file} rows={one.rows} offsets={one.offsets} style={one.style} perLine={one.perLine} from={sight.top - one.top - headHeight - 200} to={sight.bottom - one.top - headHeight + 200}
                  chosen={at?.file === one.file.path && at.line ? {side: at.side, line: at.line} as Chosen : undefined} onChoose={choose(one.file)}
                  attribution={attribution?.has(one.file.path) ? attribution : undefined} isReading={revealed.reading === one.file.path} onShow={mayShow(one.file) ? (from, to) => revealed.show(one.file, from, to) : undefined} />
              : one.file.isBinary && source ? <BinaryBody file={one.file} source={source} />
              : <div class="file-note">{noteOf(one.file)}</div>)}
          </section>)}
      </div>
    </div>
  </div>;
}

