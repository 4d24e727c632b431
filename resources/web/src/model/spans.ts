// What changed inside a pair of lines: ranges of characters, worked out on words.
export type Range = [from: number, to: number];
export interface ChangedSpans { removed: Range[]; added: Range[] }

const longest = 2000;

function words(line: string): string[] {
  return line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/** Marks of words that are in no longest common subsequence. */
function unmatched(left: string[], right: string[]): [boolean[], boolean[]] {
  const rows = left.length, columns = right.length;
  const table = new Uint16Array((rows + 1) * (columns + 1));
  const at = (i: number, j: number) => i * (columns + 1) + j;
  for (let i = rows - 1; i >= 0; --i)
    for (let j = columns - 1; j >= 0; --j)
      table[at(i, j)] = left[i] === right[j] ? table[at(i + 1, j + 1)] + 1 : Math.max(table[at(i + 1, j)], table[at(i, j + 1)]);
  const gone = left.map(() => true), come = right.map(() => true);
  let i = 0, j = 0;
  while (i < rows && j < columns) {
    if (left[i] === right[j]) gone[i++] = come[j++] = false;
    else if (table[at(i + 1, j)] >= table[at(i, j + 1)]) ++i;
    else ++j;
  }
  return [gone, come];
}

/** Ranges of the marked words; two that only spaces part become one. */
function ranges(parts: string[], marks: boolean[]): Range[] {
  const found: Range[] = [];
  let at = 0;
  parts.forEach((part, index) => {
    const last = found[found.length - 1];
    const isBridge = !marks[index] && /^\s+$/.test(part) && last?.[1] === at && marks[index + 1];
    if (marks[index] || isBridge) {
      if (last && last[1] === at) last[1] = at + part.length;
      else found.push([at, at + part.length]);
    }
    at += part.length;
  });
  return found;
}

/** undefined when the lines have too little in common for spans to help. */
export function changedSpans(removed: string, added: string): ChangedSpans | undefined {
  if (removed === added || removed.length > longest || added.length > longest) return undefined;
  const left = words(removed), right = words(added);
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) ++head;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) ++tail;
  const middleLeft = left.slice(head, left.length - tail), middleRight = right.slice(head, right.length - tail);
  if (middleLeft.length * middleRight.length > 250_000) return undefined;
  const [gone, come] = unmatched(middleLeft, middleRight);
  const pad = (marks: boolean[]) => [...Array(head).fill(false), ...marks, ...Array(tail).fill(false)] as boolean[];
  const spans = {removed: ranges(left, pad(gone)), added: ranges(right, pad(come))};
  const covered = (list: Range[]) => list.reduce((sum, [from, to]) => sum + to - from, 0);
  const share = (covered(spans.removed) + covered(spans.added)) / (removed.trim().length + added.trim().length || 1);
  return share > 0.75 ? undefined : spans;
}
