// What retention policies have removed of a run, in words.
import type {RunView} from '../api/types.ts';
import {Note} from '../components/parts.tsx';
import {plural, removedBy} from '../model/words.ts';

const contents: Record<string, string> = {
  transcripts: 'What was said to and by the model, and what tools answered,',
  command_output: 'What commands printed',
  runs: 'Everything of this run but the fact that it was',
};

export const isWhollyRemoved = (view: RunView): boolean => !!view.removals?.some(removal => removal.content === 'runs');

export function Removals({view}: {view: RunView}) {
  const all = view.removals ?? [];
  const whole = all.filter(removal => removal.content === 'runs');
  const shown = whole.length ? whole : all;
  // One removal goes in several steps; they are told together.
  const told = new Map<string, number>();
  for (const removal of shown) {
    const words = `${contents[removal.content] ?? removal.content} was ${removedBy(removal)}`;
    told.set(words, (told.get(words) ?? 0) + removal.events);
  }
  if (!told.size) return null;
  return <Note>{[...told].map(([words, events]) => <div key={words}>{words} ({plural(events, 'event')}). The audit log still proves that these events were there.</div>)}</Note>;
}
