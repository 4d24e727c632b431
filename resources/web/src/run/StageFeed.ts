// The events of one stage, read in pages as the reader goes on, and live ones as they come.
import {api, query} from '../api/client.ts';
import type {CommandView, EventEntry, Page, RunEvent, StageView} from '../api/types.ts';
import {Activity} from '../model/activity.ts';
import {planStage, startingAt, tailOf, type Segment, type Skip} from '../model/segments.ts';

const pageSize = 200; // what the API gives at most

export class StageFeed {
  activity = new Activity();
  isLoading = false;
  failure = '';
  private events: RunEvent[] = [];
  private earlier: Segment[] = [];
  private later: Segment[] = [];
  private readonly skips: Skip[];
  private waiting: RunEvent[] = [];
  private highest = 0;

  constructor(private readonly runId: string, stage: StageView, commands: CommandView[], newest: number, wanted: number,
    private readonly onChange: () => void) {
    const plan = planStage(stage, commands, newest);
    this.skips = plan.skips;
    this.highest = stage.first_seq - 1;
    if (wanted >= stage.first_seq && wanted <= (stage.last_seq || newest)) ({head: this.earlier, tail: this.later} = startingAt(plan.segments, wanted));
    else if (stage.last_seq) this.later = plan.segments;
    else ({head: this.earlier, tail: this.later} = tailOf(plan.segments, pageSize));
  }

  get hasMore(): boolean {
    return this.later.length > 0;
  }
  get hasEarlier(): boolean {
    return this.earlier.length > 0;
  }

  /** Reads on until a page is full or the stage is at its end. */
  async more(): Promise<void> {
    if (this.isLoading) return;
    await this.reading(async () => {
      let taken = 0;
      while (this.later.length && taken < pageSize) {
        const segment = this.later[0];
        const events = await this.read(segment, pageSize - taken);
        taken += events.length;
        for (const event of events) this.append(event);
        const last = events[events.length - 1]?.seq ?? segment.to;
        if (last >= segment.to) this.later.shift();
        else segment.from = last + 1;
      }
      if (!this.later.length) this.flush();
    });
  }

  async moreBefore(): Promise<void> {
    if (this.isLoading || !this.earlier.length) return;
    await this.reading(async () => {
      const {head, tail} = tailOf(this.earlier, pageSize);
      const before: RunEvent[] = [];
      for (const segment of tail) before.push(...await this.read(segment, pageSize));
      this.earlier = head;
      this.events = [...before, ...this.events];
      this.activity = new Activity();
      for (const event of this.events) this.show(event);
    });
  }

  takeLive(event: RunEvent): void {
    if (this.later.length || this.isLoading) {
      this.waiting.push(event);
      return;
    }
    this.append(event);
    this.onChange();
  }

  private async reading(work: () => Promise<void>): Promise<void> {
    this.isLoading = true;
    this.failure = '';
    this.onChange();
    try {
      await work();
    } catch (cause) {
      this.failure = (cause as Error).message;
    }
    this.isLoading = false;
    if (!this.later.length) this.flush();
    this.onChange();
  }

  private async read(segment: Segment, most: number): Promise<RunEvent[]> {
    const limit = Math.min(most, segment.to - segment.from + 1);
    const page = await api.get<Page<EventEntry>>(`/runs/${this.runId}/events${query({after: segment.from - 1, limit})}`);
    return page.items.map(entry => entry.event).filter(event => event.seq <= segment.to);
  }

  private append(event: RunEvent): void {
    if (event.seq <= this.highest) return;
    this.highest = event.seq;
    this.events.push(event);
    this.show(event);
  }

  private show(event: RunEvent): void {
    this.activity.take(event);
    if (event.type !== 'command.started') return;
    const skip = this.skips.find(one => one.commandId === event.data.command_id);
    if (skip) this.activity.markSkipped(skip.commandId, skip.range);
  }

  private flush(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const event of waiting) this.append(event);
  }
}
