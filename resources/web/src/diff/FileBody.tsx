// The rows of one file's diff that are in sight.
import {Fragment, type ComponentChild} from 'preact';
import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {FoldVertical} from 'lucide-preact';
import {breaksOf, rowAt, type DiffRow, type DiffStyle} from '../model/diffRows.ts';
import type {DiffLine, FileDiff} from '../model/patch.ts';
import {plural} from '../model/words.ts';
import {changedSpans, type ChangedSpans} from '../model/spans.ts';
import {colourHunk, cut, languageOf, loadLanguage, type HunkColours, type Token} from './highlight.ts';

export const lineHeight = 18;
export const hunkHeight = 28;

/** Colours and spans, worked out once for what was looked at. */
class Paint {
  private readonly hunks = new Map<number, HunkColours | undefined>();
  private readonly spans = new WeakMap<DiffLine, ChangedSpans | null>();
  private readonly places = new Map<DiffLine, number>();
  constructor(private readonly file: FileDiff, private readonly language: string) {}

  tokens(hunkIndex: number, line: DiffLine): Token[] {
    if (!this.hunks.has(hunkIndex)) this.colour(hunkIndex);
    const colours = this.hunks.get(hunkIndex);
    const found = colours?.[line.kind === 'removed' ? 'old' : 'new'][this.places.get(line) ?? -1];
    return found?.length && found.reduce((sum, token) => sum + token.text.length, 0) === line.text.length ? found : [{text: line.text, name: ''}];
  }

  marks(line: DiffLine, pair?: DiffLine): [number, number][] {
    if (!pair) return [];
    const [removed, added] = line.kind === 'removed' ? [line, pair] : [pair, line];
    if (!this.spans.has(removed)) this.spans.set(removed, changedSpans(removed.text, added.text) ?? null);
    const found = this.spans.get(removed);
    return found ? line.kind === 'removed' ? found.removed : found.added : [];
  }

  private colour(index: number): void {
    const hunk = this.file.hunks[index];
    this.hunks.set(index, this.language ? colourHunk(hunk, this.language) : undefined);
    let old = 0, current = 0;
    for (const line of hunk.lines) {
      this.places.set(line, line.kind === 'removed' ? old : current);
      if (line.kind !== 'added') ++old;
      if (line.kind !== 'removed') ++current;
    }
  }
}

const signs = {added: '+', removed: '−', context: ''};

function Code({line, pair, hunk, paint, perLine}: {line?: DiffLine; pair?: DiffLine; hunk: number; paint: Paint; perLine: number}) {
  if (!line) return <div class="diff-code none" />;
  const pieces = cut(paint.tokens(hunk, line), paint.marks(line, pair), breaksOf(line.text, perLine)).map((token, index): ComponentChild => {
    const text = token.name ? <span key={index} class={token.name}>{token.text}</span> : token.text;
    const piece = token.isMarked ? <mark key={index}>{text}</mark> : text;
    return token.isBelow ? <Fragment key={index}><br />{piece}</Fragment> : piece;
  });
  return <div class={`diff-code ${line.kind}`}>{pieces}{line.noNewline && <span class="faint" title="No line feed at the end of the file"> ⏎̸</span>}</div>;
}

export interface Chosen { side: 'old' | 'new'; line: number }

function Row({row, top, height, paint, perLine, chosen, onChoose}: {perLine: number; row: DiffRow; top: number; height: number; paint: Paint; chosen?: Chosen; onChoose: (line: DiffLine) => void}) {
  const style = {transform: `translateY(${top}px)`, height: `${height}px`};
  if (row.type === 'hunk') return <div class="diff-row hunk" style={style} title={row.header}>{row.hidden > 0 && <><FoldVertical size={14} aria-hidden="true" /><span>{plural(row.hidden, 'unchanged line')}</span></>}{row.text && <code class="clip">{row.text}</code>}</div>;
  const isChosen = (line?: DiffLine) => !!line && !!chosen && (chosen.side === 'new' ? line.new === chosen.line : line.old === chosen.line && line.kind === 'removed');
  const number = (line: DiffLine | undefined, value: number, kind = line?.kind) =>
    <button type="button" tabIndex={-1} class={`diff-number ${kind ?? 'none'}`} aria-label={value ? `Line ${value}` : undefined} aria-hidden={!value} onClick={() => line && onChoose(line)}>{value || ''}</button>;
  if (row.type === 'line') {
    const {line} = row;
    return <div class={`diff-row unified${isChosen(line) ? ' chosen' : ''}`} style={style}>
      {number(line, line.old)}{number(line, line.new)}
      <span class={`diff-sign ${line.kind}`}>{signs[line.kind]}</span>
      <Code line={line} pair={row.pair} hunk={row.hunk} paint={paint} perLine={perLine} />
    </div>;
  }
  const {left, right} = row;
  const isChange = left !== right;
  return <div class={`diff-row split${isChosen(right) || (isChange && isChosen(left)) ? ' chosen' : ''}`} style={style}>
    {number(left, left?.old ?? 0)}<span class={`diff-sign ${left?.kind ?? 'none'}`}>{left && signs[left.kind]}</span>
    <Code line={left} pair={isChange ? right : undefined} hunk={row.hunk} paint={paint} perLine={perLine} />
    {number(right, right?.new ?? 0)}<span class={`diff-sign ${right?.kind ?? 'none'}`}>{right && signs[right.kind]}</span>
    <Code line={right} pair={isChange ? left : undefined} hunk={row.hunk} paint={paint} perLine={perLine} />
  </div>;
}

/** Copies code alone: no signs, no numbers, no breaks of wrapped lines; side by side, the side where the selection began. */
function copyLines(event: ClipboardEvent): void {
  const selection = getSelection();
  if (!selection?.rangeCount || !event.clipboardData) return;
  const range = selection.getRangeAt(0);
  const start = (selection.anchorNode instanceof Element ? selection.anchorNode : selection.anchorNode?.parentElement)?.closest('.diff-code');
  const isLeft = !!start?.matches('.split > .diff-code:nth-child(3)');
  const cells = [...range.cloneContents().querySelectorAll('.diff-row')].map(row => row.matches('.split') ? row.querySelector(`.diff-code:nth-child(${isLeft ? 3 : 6})`) : row.querySelector('.diff-code'));
  const texts = cells.filter(cell => cell && !cell.matches('.none')).map(cell => cell!.textContent);
  event.clipboardData.setData('text/plain', texts.length ? texts.join('\n') : range.cloneContents().textContent ?? '');
  event.preventDefault();
}

export function FileBody({file, rows, offsets, from, to, style, perLine, chosen, onChoose}: {
  file: FileDiff; perLine: number; rows: DiffRow[]; offsets: Float64Array; from: number; to: number; style: DiffStyle; chosen?: Chosen; onChoose: (line: DiffLine) => void;
}) {
  const language = languageOf(file.path);
  const [isReady, setReady] = useState(false);
  const isThere = useRef(true);
  useEffect(() => {
    void loadLanguage(language).then(() => isThere.current && setReady(true));
    return () => { isThere.current = false; };
  }, [language]);
  const paint = useMemo(() => new Paint(file, isReady ? language : ''), [file, isReady, language]);
  const height = offsets[offsets.length - 1];
  const drawn = [];
  if (to > 0 && from < height)
    for (let index = rowAt(offsets, from); index < rows.length && offsets[index] < to; ++index)
      drawn.push(<Row key={`${style}${index}`} row={rows[index]} top={offsets[index]} height={offsets[index + 1] - offsets[index]} paint={paint} perLine={perLine} chosen={chosen} onChoose={onChoose} />);
  return <div class="file-body" onCopy={copyLines} style={{height: `${height}px`}} role="group" aria-label={`Changed lines of ${file.path}`}>{drawn}</div>;
}
