// The rows of one file's diff that are in sight.
import {Fragment, type ComponentChild} from 'preact';
import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import type {AttributedLines} from '../api/types.ts';
import type {Attribution} from '../model/attribution.ts';
import {breaksOf, rowAt, type DiffRow, type DiffStyle} from '../model/diffRows.ts';
import type {DiffLine, FileDiff} from '../model/patch.ts';
import {changedSpans, type ChangedSpans} from '../model/spans.ts';
import {colourLines, cut, languageOf, loadLanguage, type Colours, type Token} from './highlight.ts';
import {GapBar, type Show} from './GapBar.tsx';

export const lineHeight = 18;
export const hunkHeight = 28;

/** A longer hunk gets its colours piece by piece, as it comes into sight. */
const longestWhole = 3000;
const pieceLength = 500;

/** Colours and spans, worked out once for what was looked at. */
class Paint {
  private readonly pieces = new Map<DiffLine[], Colours | undefined>();
  private readonly spans = new WeakMap<DiffLine, ChangedSpans | null>();
  private readonly places = new Map<DiffLine, {piece: DiffLine[]; at: number}>();
  private readonly known = new Set<number>();
  constructor(private readonly file: FileDiff, private readonly language: string) {}

  tokens(hunkIndex: number, line: DiffLine): Token[] {
    const plain = [{text: line.text, name: ''}];
    if (!this.language) return plain;
    if (!this.known.has(hunkIndex)) this.place(hunkIndex);
    const {piece, at} = this.places.get(line)!;
    if (!this.pieces.has(piece)) this.pieces.set(piece, colourLines(piece, this.language));
    const found = this.pieces.get(piece)?.[line.kind === 'removed' ? 'old' : 'new'][at];
    return found?.length && found.reduce((sum, token) => sum + token.text.length, 0) === line.text.length ? found : plain;
  }

  marks(line: DiffLine, pair?: DiffLine): [number, number][] {
    if (!pair) return [];
    const [removed, added] = line.kind === 'removed' ? [line, pair] : [pair, line];
    if (!this.spans.has(removed)) this.spans.set(removed, changedSpans(removed.text, added.text) ?? null);
    const found = this.spans.get(removed);
    return found ? line.kind === 'removed' ? found.removed : found.added : [];
  }

  private place(index: number): void {
    this.known.add(index);
    const {lines} = this.file.hunks[index];
    const length = lines.length > longestWhole ? pieceLength : longestWhole;
    for (let begin = 0; begin < lines.length; begin += length) {
      const piece = lines.slice(begin, begin + length);
      let old = 0, current = 0;
      for (const line of piece) {
        this.places.set(line, {piece, at: line.kind === 'removed' ? old : current});
        if (line.kind !== 'added') ++old;
        if (line.kind !== 'removed') ++current;
      }
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

/** The run that a line came from; the first line of several has the name of its ticket. */
interface Origin { lines: AttributedLines; colour: string; isFirst: boolean }

function OriginMark({lines, colour, isFirst}: Origin) {
  const words = `${lines.ticket || 'A run'}: open the audit of run ${lines.run}`;
  return <a class={`diff-run ${colour}`} href={`/audit/${encodeURIComponent(lines.run)}`} tabIndex={isFirst ? 0 : -1} title={words} aria-label={words}>{isFirst && <span class="clip">{lines.ticket || 'run'}</span>}</a>;
}

interface RowProps {
  row: DiffRow; top: number; height: number; paint: Paint; perLine: number; chosen?: Chosen; origin?: Origin; isReading: boolean;
  onChoose: (line: DiffLine) => void; onShow?: Show;
}

function Row({row, top, height, paint, perLine, chosen, origin, isReading, onChoose, onShow}: RowProps) {
  const style = {transform: `translateY(${top}px)`, height: `${height}px`};
  if (row.type === 'hunk' || row.type === 'tail') return <GapBar row={row} style={style} isBusy={isReading} onShow={onShow} />;
  const isChosen = (line?: DiffLine) => !!line && !!chosen && (chosen.side === 'new' ? line.new === chosen.line : line.old === chosen.line && line.kind === 'removed');
  const number = (line: DiffLine | undefined, value: number, kind = line?.kind) =>
    <button type="button" tabIndex={-1} class={`diff-number ${kind ?? 'none'}`} aria-label={value ? `Line ${value}` : undefined} aria-hidden={!value} onClick={() => line && onChoose(line)}>{value || ''}</button>;
  const mark = origin && <OriginMark {...origin} />;
  if (row.type === 'line') {
    const {line} = row;
    return <div class={`diff-row unified${isChosen(line) ? ' chosen' : ''}`} style={style} data-old={line.old || undefined}>
      {number(line, line.old)}{number(line, line.new)}
      <span class={`diff-sign ${line.kind}`}>{signs[line.kind]}</span>
      <Code line={line} pair={row.pair} hunk={row.hunk} paint={paint} perLine={perLine} />{mark}
    </div>;
  }
  const {left, right} = row;
  const isChange = left !== right;
  return <div class={`diff-row split${isChosen(right) || (isChange && isChosen(left)) ? ' chosen' : ''}`} style={style} data-old={left?.old}>
    {number(left, left?.old ?? 0)}<span class={`diff-sign ${left?.kind ?? 'none'}`}>{left && signs[left.kind]}</span>
    <Code line={left} pair={isChange ? right : undefined} hunk={row.hunk} paint={paint} perLine={perLine} />
    {number(right, right?.new ?? 0)}<span class={`diff-sign ${right?.kind ?? 'none'}`}>{right && signs[right.kind]}</span>
    <Code line={right} pair={isChange ? left : undefined} hunk={row.hunk} paint={paint} perLine={perLine} />{mark}
  </div>;
}

/** The line of the new file that a row shows. */
function newLineOf(row: DiffRow | undefined): number {
  return row?.type === 'line' ? row.line.new : row?.type === 'split' ? row.right?.new ?? 0 : 0;
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

/** After lines were shown: the button again where there is one, else the first of the lines. */
function focusAfter(box: HTMLElement, gap: string, way: string, from: number): void {
  const next = box.querySelector<HTMLElement>(`[data-gap="${gap}"] [data-way="${way}"]`) ?? box.querySelector<HTMLElement>(`[data-old="${from}"] .diff-number`);
  next?.focus({preventScroll: true});
}

export interface FileBodyProps {
  file: FileDiff; perLine: number; rows: DiffRow[]; offsets: Float64Array; from: number; to: number; style: DiffStyle; chosen?: Chosen; onChoose: (line: DiffLine) => void;
  attribution?: Attribution;
  isReading: boolean;
  /** Shows old lines that are left out; absent: nobody has them. */
  onShow?: (from: number, to: number) => Promise<boolean>;
}

export function FileBody({file, rows, offsets, from, to, style, perLine, chosen, attribution, isReading, onChoose, onShow}: FileBodyProps) {
  const language = languageOf(file.path);
  const [isReady, setReady] = useState(false);
  const isThere = useRef(true);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void loadLanguage(language).then(() => isThere.current && setReady(true));
    return () => { isThere.current = false; };
  }, [language]);
  const paint = useMemo(() => new Paint(file, isReady ? language : ''), [file, isReady, language]);
  const show = onShow && (async (first: number, end: number) => {
    const button = document.activeElement as HTMLElement | null, way = button?.dataset.way;
    const gap = way === 'down' ? String(end) : button?.closest<HTMLElement>('[data-gap]')?.dataset.gap ?? '';
    if (await onShow(first, end) && way) requestAnimationFrame(() => box.current && focusAfter(box.current, gap, way, first));
  });
  const originOf = (index: number): Origin | undefined => {
    const lines = attribution?.find(file.path, newLineOf(rows[index]));
    return lines && {lines, colour: attribution!.colourOf(lines.run), isFirst: attribution!.find(file.path, newLineOf(rows[index - 1]))?.run !== lines.run};
  };
  const height = offsets[offsets.length - 1];
  const drawn = [];
  if (to > 0 && from < height)
    for (let index = rowAt(offsets, from); index < rows.length && offsets[index] < to; ++index)
      drawn.push(<Row key={`${style}${index}`} row={rows[index]} top={offsets[index]} height={offsets[index + 1] - offsets[index]} paint={paint} perLine={perLine} chosen={chosen}
        origin={originOf(index)} isReading={isReading} onChoose={onChoose} onShow={show} />);
  return <div ref={box} class={`file-body${attribution ? ' attributed' : ''}`} onCopy={copyLines} style={{height: `${height}px`}} role="group" aria-label={`Changed lines of ${file.path}`}>{drawn}</div>;
}
