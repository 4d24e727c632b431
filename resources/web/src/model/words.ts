// How things are called and figures are written on every page.
const stageWords: Record<string, string> = {
  workspace: 'Workspace', setup: 'Setup', context: 'Context', clarity: 'Clarity', investigation: 'Investigation',
  implementation: 'Implementation', validation: 'Validation', repair: 'Repair', review: 'Review',
  review_fix: 'Review fix', base_drift: 'Base', base_merge: 'Merge with the base', diff_guard: 'Diff guard', approval: 'Approval', publish: 'Publish',
};

const reasonWords: Record<string, string> = {
  unclear_ticket: 'The ticket was not clear enough to start.',
  directive_invalid: 'A directive in the ticket could not be followed.',
  provider_not_ready: 'The provider was not ready.',
  checkout_failed: 'The repository could not be checked out.',
  context_failed: 'The brief could not be put together.',
  provider_failed: 'The provider failed.',
  provider_stuck: 'The model repeated itself without getting further.',
  budget_exceeded: 'The budget of the run was used up.',
  command_not_allowed: 'A command is not on the allow-list.',
  setup_failed: 'A setup command failed.',
  validation_failed: 'Validation did not become green.',
  review_rejected: 'The review rejected the change.',
  diff_guard_blocked: 'The diff guard blocked the change.',
  approval_missing: 'The approval of a person is missing.',
  no_change: 'The model changed nothing.',
  publish_failed: 'The branch could not be pushed; the commit is kept.',
  lease_lost: 'Another executor took the job over.',
  timeout: 'The run took longer than it may.',
  cancelled: 'It was cancelled.',
  sandbox_unavailable: 'This machine offers no sandbox.',
  replay_differs: 'The replay did not come to the same tree.',
  internal: 'The worker made a mistake of its own.',
};

export function plain(code: string): string {
  const text = code.replace(/[_.]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function stageName(stage: string): string {
  return stageWords[stage] ?? plain(stage);
}

export function reasonText(reason: string): string {
  return reason ? reasonWords[reason] ?? plain(reason) : '';
}

export function stateWord(state: string): string {
  return state === 'not_validated' ? 'Not validated' : plain(state);
}

/** 1 h 04 min, 3 min 20 s, 4.2 s, 120 ms */
export function duration(ms: number): string {
  if (ms < 0) return '0 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${seconds % 60 ? ` ${String(seconds % 60).padStart(2, '0')} s` : ''}`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** 950, 12.4 k, 3.1 M */
export function count(value: number): string {
  if (value < 10_000) return value.toLocaleString('en');
  if (value < 1_000_000) return `${trim(value / 1000)} k`;
  return `${trim(value / 1_000_000)} M`;
}

function trim(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}

export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  if (value < 1024 * 1024) return `${trim(value / 1024)} KiB`;
  return `${trim(value / 1024 / 1024)} MiB`;
}

/** Unknown is said, never shown as nothing. */
/** For places where no heading says that it is a cost. */
export function cost(usd: number | undefined): string {
  return usd === undefined || usd === null ? 'cost unknown' : money(usd);
}

export function money(value: number | undefined): string {
  if (value === undefined || value === null) return 'unknown';
  if (value === 0) return '$0';
  return value < 0.0995 ? `$${value.toFixed(3)}` : `$${value.toFixed(2)}`;
}

export function relative(time: string, now: number): string {
  const seconds = Math.round((now - Date.parse(time)) / 1000);
  if (Number.isNaN(seconds)) return '';
  if (seconds < 0) return seconds > -5 ? 'just now' : `in ${span(-seconds)}`;
  return seconds < 5 ? 'just now' : `${span(seconds)} ago`;
}

function span(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? '1 day' : days < 60 ? `${days} days` : `${Math.floor(days / 30)} months`;
}

/** "removed on 31 Jan 2026 by the policy “old talk”" */
export function removedBy({at, policy}: {at: string; policy: string}): string {
  const date = new Date(at);
  const day = Number.isNaN(date.getTime()) ? at : date.toLocaleDateString('en-GB', {dateStyle: 'medium'});
  return `removed on ${day} by the policy “${policy}”`;
}

/** The exact time, for hovering. */
export function exact(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : `${date.toLocaleString('en-GB', {dateStyle: 'medium', timeStyle: 'medium'})} (${time})`;
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** What an agent program with its own sign-in may reach. */
export function reach(hosts: string[]): string {
  return hosts.includes('*') ? 'every host, for there was no sandbox' : hosts.join(', ');
}
