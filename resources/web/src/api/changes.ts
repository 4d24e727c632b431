// One connection to the stream of everything tells the pages when to read again.
import {follow} from './live.ts';

interface Follower { pattern: RegExp; listener: () => void; timer: number }

class Changes {
  private readonly followers = new Set<Follower>();
  private stop?: () => void;
  private wasCut = false;

  /** Calls the listener soon after events whose type matches; many events become one call. */
  follow(pattern: RegExp, listener: () => void): () => void {
    const follower: Follower = {pattern, listener, timer: 0};
    this.followers.add(follower);
    this.stop ??= follow({
      path: '/stream', position: entry => entry.id, onEntry: entry => this.take(entry.event.type),
      // What came while the stream was cut may have been missed, so everybody looks again.
      onState: state => {
        if (state === 'open' && this.wasCut) this.take('');
        this.wasCut = state !== 'open';
      },
    });
    return () => {
      clearTimeout(follower.timer);
      this.followers.delete(follower);
      if (this.followers.size) return;
      // A page change leaves and enters at once; the connection outlives that.
      setTimeout(() => {
        if (this.followers.size) return;
        this.stop?.();
        this.stop = undefined;
      }, 200);
    };
  }

  private take(type: string): void {
    for (const follower of this.followers) {
      if (follower.timer || (type && !follower.pattern.test(type))) continue;
      follower.timer = window.setTimeout(() => {
        follower.timer = 0;
        follower.listener();
      }, 300);
    }
  }
}

export const changes = new Changes();
export const jobEvents = /^(job|run)\.|^stage\.|^branch\.pushed/;
/** Those after which a run has used more, or may use more. */
export const spendEvents = new RegExp(`${jobEvents.source}|^provider\\.response|^command\\.finished|^tool\\.result|^steer\\.extend`);
