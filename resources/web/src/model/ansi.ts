// Terminal output as lines of coloured pieces. Colours (SGR) are kept; every other control sequence is dropped.
export interface Style { color: string; background: string; bold: boolean; dim: boolean; italic: boolean; underline: boolean }
export interface Piece { text: string; style: Style }

const plainStyle: Style = {color: '', background: '', bold: false, dim: false, italic: false, underline: false};
const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
// eslint-disable-next-line no-control-regex
const sequence = /\x1b(?:\[([0-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_=>])/g;

/** A palette name (`red`, `bright-red`) or an `rgb()` text. */
function indexed(index: number): string {
  if (index < 8) return names[index];
  if (index < 16) return `bright-${names[index - 8]}`;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey},${grey},${grey})`;
  }
  const steps = [0, 95, 135, 175, 215, 255];
  const cube = index - 16;
  return `rgb(${steps[Math.floor(cube / 36) % 6]},${steps[Math.floor(cube / 6) % 6]},${steps[cube % 6]})`;
}

function extended(codes: number[], at: number): [string, number] {
  if (codes[at + 1] === 5) return [indexed(codes[at + 2] & 255), 2];
  if (codes[at + 1] === 2) return [`rgb(${codes[at + 2] & 255},${codes[at + 3] & 255},${codes[at + 4] & 255})`, 4];
  return ['', 0];
}

function apply(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = {...style};
  for (let i = 0; i < codes.length; ++i) {
    const code = codes[i];
    if (code === 0) next = {...plainStyle};
    else if (code === 1) next.bold = true;
    else if (code === 2) next.dim = true;
    else if (code === 3) next.italic = true;
    else if (code === 4) next.underline = true;
    else if (code === 22) next.bold = next.dim = false;
    else if (code === 23) next.italic = false;
    else if (code === 24) next.underline = false;
    else if (code >= 30 && code <= 37) next.color = names[code - 30];
    else if (code >= 90 && code <= 97) next.color = `bright-${names[code - 90]}`;
    else if (code >= 40 && code <= 47) next.background = names[code - 40];
    else if (code >= 100 && code <= 107) next.background = `bright-${names[code - 100]}`;
    else if (code === 39) next.color = '';
    else if (code === 49) next.background = '';
    else if (code === 38 || code === 48) {
      const [color, used] = extended(codes, i);
      if (code === 38) next.color = color;
      else next.background = color;
      i += used;
    }
  }
  return next;
}

/** The pieces of one line, and the style that the next line begins with. */
export function pieces(line: string, start: Style = plainStyle): {pieces: Piece[]; end: Style} {
  const found: Piece[] = [];
  let style = start;
  let from = 0;
  const add = (text: string) => {
    if (text) found.push({text, style});
  };
  sequence.lastIndex = 0;
  for (let hit = sequence.exec(line); hit; hit = sequence.exec(line)) {
    add(line.slice(from, hit.index));
    from = hit.index + hit[0].length;
    if (hit[2] === 'm') style = apply(style, hit[1] || '0');
  }
  add(line.slice(from));
  return {pieces: found, end: style};
}

/** Output that grows. Lines are cut as they come; colours are worked out when a line is looked at. */
export class Output {
  readonly lines: string[] = [];
  longest = 0;
  private styles: (Style | undefined)[] = [];
  private isOpen = false;

  append(text: string): void {
    const parts = text.split(/\r\n|\n/);
    for (let i = 0; i < parts.length; ++i) {
      if (i === parts.length - 1 && parts[i] === '') {
        this.isOpen = false;
        break;
      }
      if (i === 0 && this.isOpen) this.lines[this.lines.length - 1] = overwritten(this.lines[this.lines.length - 1] + parts[0]);
      else this.lines.push(overwritten(parts[i]));
      this.longest = Math.max(this.longest, this.lines[this.lines.length - 1].length);
      this.isOpen = i === parts.length - 1;
    }
  }

  /** Everything without colours, for the clipboard. */
  plainText(): string {
    return this.lines.map(line => line.replace(sequence, '')).join('\n');
  }

  line(index: number): Piece[] {
    const text = this.lines[index] ?? '';
    // Most output has no colour at all, and a colour seldom crosses a line; so only the near past is looked at.
    let from = index;
    while (from > 0 && index - from < 200 && !this.styles[from]) --from;
    let style = this.styles[from] ?? plainStyle;
    for (; from < index; ++from) {
      style = this.lines[from].includes('\x1b') ? pieces(this.lines[from], style).end : style;
      this.styles[from + 1] = style;
    }
    return pieces(text, style).pieces;
  }
}

/** A carriage return starts the line anew, as progress bars do. */
function overwritten(line: string): string {
  const at = line.lastIndexOf('\r', line.length - 2);
  return (at < 0 ? line : line.slice(at + 1)).replace(/\r$/, '');
}
