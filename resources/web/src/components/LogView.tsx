// Terminal output. Only the lines in sight are drawn, so that a million of them scroll as well as ten.
import {useEffect, useLayoutEffect, useRef, useState} from 'preact/hooks';
import type {Output, Piece} from '../model/ansi.ts';

const lineHeight = 18;
// Browsers cut elements off somewhere above this height; longer output maps the scroll bar onto its lines.
const tallest = 15_000_000;
const spare = 12;

function colour(name: string): string {
  return name.startsWith('rgb') ? name : `var(--ansi-${name})`;
}

function Span({piece}: {piece: Piece}) {
  const {style} = piece;
  const names = [style.bold && 'a-bold', style.dim && 'a-dim', style.italic && 'a-italic', style.underline && 'a-underline'].filter(Boolean).join(' ');
  if (!style.color && !style.background && !names) return <>{piece.text}</>;
  return <span class={names || undefined} style={{color: style.color ? colour(style.color) : undefined,
    background: style.background ? `color-mix(in srgb, ${colour(style.background)} 25%, transparent)` : undefined}}>{piece.text}</span>;
}

export function LogView({output, version, label, follows}: {output: Output; version: number; label: string; follows?: boolean}) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({top: 0, height: 440});
  const isAtEnd = useRef(follows ?? false);
  const total = output.lines.length;
  const full = total * lineHeight + 16;
  const height = Math.min(full, tallest);
  const scale = full > height ? (full - view.height) / (height - view.height) : 1;

  const read = () => {
    const element = box.current;
    if (!element) return;
    setView(old => old.top === element.scrollTop && old.height === element.clientHeight ? old : {top: element.scrollTop, height: element.clientHeight});
    isAtEnd.current = element.scrollTop + element.clientHeight >= element.scrollHeight - 8;
  };
  useEffect(() => {
    const observer = new ResizeObserver(read);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (follows && isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
    read();
  }, [version, total]);

  const above = view.top * scale - 8;
  const first = Math.max(0, Math.floor(above / lineHeight) - spare);
  const last = Math.min(total, Math.ceil((above + view.height) / lineHeight) + spare);
  // A line stands where it is seen, which with a mapped scroll bar is not at its own height.
  const shift = view.top - view.top * scale + 8;
  const digits = String(total).length;
  const rows = [];
  for (let index = first; index < last; ++index)
    rows.push(<div key={index} class="log-line" style={{transform: `translateY(${index * lineHeight + shift}px)`}}>
      <span class="log-number" style={{width: `${digits + 3}ch`}} aria-hidden="true">{index + 1}</span>
      <span class="log-text">{output.line(index).map((piece, at) => <Span key={at} piece={piece} />)}</span>
    </div>);
  return <div class="log" ref={box} onScroll={read} tabIndex={0} role="region" aria-label={label} style={{height: `${Math.min(full, 440)}px`}}>
    <div class="log-canvas" style={{height: `${height}px`, width: `${output.longest + digits + 8}ch`}}>{rows}</div>
  </div>;
}
