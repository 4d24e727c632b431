import {useContext, useEffect, useState} from 'preact/hooks';
import {ChevronRight, SquareTerminal} from 'lucide-preact';
import {LogView} from '../components/LogView.tsx';
import {CopyButton} from '../components/parts.tsx';
import type {CommandItem} from '../model/activity.ts';
import {bytes, duration, plural} from '../model/words.ts';
import {RecordContext} from './runRecord.ts';

const pageSize = 200; // what the API gives at most

/** Reads the output that was left out of the stage, page by page, until it is whole or nobody looks. */
function useSkipped(item: CommandItem, isOpen: boolean): [number, string] {
  const record = useContext(RecordContext);
  const [version, setVersion] = useState(0);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    if (!isOpen || !item.skipped) return;
    let isWanted = true;
    const read = async () => {
      while (isWanted && item.skipped) {
        const [from, to] = item.skipped;
        const page = await record.read(['command.output'], from - 1, Math.min(pageSize, to - from + 1));
        let last = to;
        for (const event of page) {
          last = event.seq;
          if (event.data.command_id === item.commandId && event.seq <= to) item.output.append(String(event.data.text ?? ''));
        }
        item.skipped = last >= to || !page.length ? undefined : [last + 1, to];
        setVersion(old => old + 1);
      }
    };
    read().catch((cause: Error) => setFailure(cause.message));
    return () => { isWanted = false; };
  }, [isOpen, item]);
  return [version, failure];
}

export function ExitMark({end, exitCode}: {end: string; exitCode: number}) {
  if (!end) return <span class="row" style={{gap: '5px'}}><i class="dot running" aria-hidden="true" /><span class="tiny soft">running</span></span>;
  if (end === 'exited') return <span class={`exit ${exitCode === 0 ? 'ok' : 'bad'}`}>exit {exitCode}</span>;
  return <span class="exit bad">{end.replace('_', ' ')}</span>;
}

export function CommandCard({item, opens, label = `Output of ${item.line}`}: {item: CommandItem; opens?: boolean; label?: string}) {
  const isBad = item.end !== '' && (item.end !== 'exited' || item.exitCode !== 0);
  const [isOpen, setOpen] = useState(opens ?? (isBad || !item.end));
  const [version, failure] = useSkipped(item, isOpen);
  return <details class={`opener${isBad ? ' failed' : ''}`} open={isOpen} onToggle={event => setOpen(event.currentTarget.open)}>
    <summary>
      <ChevronRight class="chevron" size={14} aria-hidden="true" /><SquareTerminal size={14} aria-hidden="true" />
      <code class="clip" title={item.line}>{item.line}</code>
      <span class="row" style={{marginLeft: 'auto', flex: 'none'}}><ExitMark end={item.end} exitCode={item.exitCode} />
        {item.end && <span class="took">{duration(item.durationMs)}</span>}</span>
    </summary>
    {isOpen && <>
      <div class="output-bar"><span class="tiny soft clip">{item.output.lines.length > 0 && plural(item.output.lines.length, 'line')}{item.skipped && ' so far …'}</span>
        <CopyButton text={item.line} label="Copy the command" word="Command" />
        <CopyButton text={() => item.output.plainText()} label="Copy the output" word="Output" /></div>
      {item.output.lines.length || item.skipped
        ? <LogView output={item.output} version={version + item.version} label={label} follows={!item.end} />
        : <div class="inside small soft">{item.end ? 'It printed nothing.' : 'No output yet.'}</div>}
      {failure && <div class="inside small">The rest of the output could not be read: {failure}</div>}
      {item.hosts.length > 0 && <div class="inside small soft">Reached {item.hosts.map(one => `${one.host}:${one.port} (${plural(one.connections, 'connection')}, ${bytes(one.received)} in, ${bytes(one.sent)} out)`).join(', ')}.</div>}
      {item.droppedBytes > 0 && <div class="inside small soft">{bytes(item.droppedBytes)} more were printed than is kept.</div>}
    </>}
  </details>;
}
