// Which lines of a diff's new side came from which run.
import type {AttributedLines} from '../api/types.ts';

/** As many as the style sheet has colours for runs. */
const colours = 6;

export class Attribution {
  private readonly files = new Map<string, AttributedLines[]>();
  private readonly places = new Map<string, number>();

  /** `order`: the runs as the page names them first, so that neighbours get other colours. */
  constructor(lines: AttributedLines[], order: string[] = []) {
    for (const run of [...order, ...lines.map(line => line.run)]) if (!this.places.has(run)) this.places.set(run, this.places.size);
    for (const line of lines) {
      const list = this.files.get(line.path);
      if (list) list.push(line);
      else this.files.set(line.path, [line]);
    }
    for (const list of this.files.values()) list.sort((a, b) => a.first - b.first);
  }

  has(path: string): boolean {
    return this.files.has(path);
  }

  /** Of a line of the new side. */
  find(path: string, line: number): AttributedLines | undefined {
    const list = this.files.get(path);
    if (!list || !line) return undefined;
    let low = 0, high = list.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (list[middle].first <= line) low = middle;
      else high = middle - 1;
    }
    return list[low].first <= line && line <= list[low].last ? list[low] : undefined;
  }

  /** The class that gives a run its colour. */
  colourOf(run: string): string {
    const place = this.places.get(run);
    return place === undefined ? '' : `run-${place % colours}`;
  }
}
