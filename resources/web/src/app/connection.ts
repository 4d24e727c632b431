// Whether the worker answers. While it does not, it is asked again with growing pauses.
import {Store} from './store.ts';

export type ConnectionState = 'online' | 'offline';

class Connection extends Store<ConnectionState> {
  private timer = 0;
  private pause = 1000;

  reached(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    this.pause = 1000;
    this.set('online');
  }

  lost(): void {
    this.set('offline');
    if (this.timer) return;
    this.timer = window.setTimeout(() => void this.ask(), this.pause);
    this.pause = Math.min(this.pause * 2, 15_000);
  }

  async ask(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = 0;
    try {
      await fetch('/healthz', {cache: 'no-store'});
      this.reached();
    } catch {
      this.lost();
    }
  }
}

export const connection = new Connection('online');
