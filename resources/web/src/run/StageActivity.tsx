// What the selected stage did. The page follows the newest line until the reader scrolls up.
import {useEffect, useLayoutEffect, useMemo, useRef, useState} from 'preact/hooks';
import {ArrowDown, ListTree} from 'lucide-preact';
import type {RunView, StageView} from '../api/types.ts';
import {Markdown} from '../components/Markdown.tsx';
import {CopyButton, Empty, Note, Skeleton, Status, Time, useNow} from '../components/parts.tsx';
import {scrollerOf} from '../diff/useSight.ts';
import {duration, stageName} from '../model/words.ts';
import {ItemView} from './Items.tsx';
import {StageFeed} from './StageFeed.ts';
import {stageKey, stageTime} from './Timeline.tsx';
import type {LiveRun} from './useRun.ts';

/** Keeps the end in sight while it is followed; scrolling up ends that, scrolling to the end begins it again. */
function useFollowing(box: {current: HTMLElement | null}, isLive: boolean, version: number): [boolean, () => void] {
  const [isFollowing, setFollowing] = useState(isLive);
  const last = useRef(0);
  const toEnd = () => {
    const scroller = scrollerOf(box.current);
    scroller.scrollTop = scroller.scrollHeight;
    last.current = scroller.scrollTop;
    setFollowing(true);
  };
  useEffect(() => {
    if (!isLive) return;
    const scroller = scrollerOf(box.current);
    const read = () => {
      const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 24;
      if (isAtEnd) setFollowing(true);
      else if (scroller.scrollTop < last.current - 2) setFollowing(false);
      last.current = scroller.scrollTop;
    };
    scroller.addEventListener('scroll', read, {passive: true});
    return () => scroller.removeEventListener('scroll', read);
  }, [isLive]);
  useLayoutEffect(() => {
    if (isLive && isFollowing) toEnd();
  }, [version, isLive]);
  return [isFollowing, toEnd];
}

function useStageFeed(view: RunView, stage: StageView, live: LiveRun, eventSeq: number): [StageFeed, number] {
  const [version, setVersion] = useState(0);
  const id = view.run.id;
  const feed = useMemo(() => new StageFeed(id, stage, view.commands, live.newest(), eventSeq, () => setVersion(old => old + 1)), [id, stage.first_seq, eventSeq]);
  useEffect(() => {
    void feed.more();
    return live.subscribe(event => event.seq >= stage.first_seq && feed.takeLive(event));
  }, [feed]);
  return [feed, version];
}

export function StageActivity({view, stage, live, eventSeq}: {view: RunView; stage: StageView; live: LiveRun; eventSeq: number}) {
  const [feed, version] = useStageFeed(view, stage, live, eventSeq);
  const box = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const isLive = stage.status === 'running' && view.run.state === 'running';
  const [isFollowing, toEnd] = useFollowing(box, isLive, version);
  const now = useNow(Math.floor);
  const items = feed.activity.items;
  // A stage that has ended shows nothing of the one after it, though the live feed went on.
  const shown = stage.last_seq ? items.filter(item => item.seq <= stage.last_seq) : items;

  useEffect(() => {
    const observer = new IntersectionObserver(entries => entries[0].isIntersecting && feed.hasMore && void feed.more(), {rootMargin: '800px'});
    observer.observe(end.current!);
    return () => observer.disconnect();
  }, [feed, version]);
  useEffect(() => {
    if (!eventSeq || !items.length) return;
    if (items[items.length - 1].seq < eventSeq && feed.hasMore) void feed.more();
    else box.current?.querySelector(`#event-${foundSeq}`)?.scrollIntoView({block: 'center'});
  }, [eventSeq, items.length > 0, version > 0 && feed.isLoading]);

  const foundSeq = eventSeq ? shown.reduce((best, item) => item.seq <= eventSeq ? item.seq : best, 0) : 0;
  const link = `${location.origin}/runs/${view.run.id}#stage=${stageKey(stage)}`;
  return <section ref={box} aria-label={stageName(stage.stage)}>
    <div class="row spread" style={{marginBottom: '8px'}}>
      <div class="row"><h2>{stageName(stage.stage)}{stage.attempt > 0 && <span class="soft" style={{fontWeight: 400}}> after repair {stage.attempt}</span>}</h2>
        <Status state={stage.status} word={{ok: 'Done', skipped: 'Skipped'}[stage.status]} /><CopyButton text={link} label="Copy a link to this stage" /></div>
      <span class="soft small number"><Time at={stage.started_at} /> · {duration(stageTime(stage, now))}</span>
    </div>
    {stage.summary && <div class="soft" style={{marginBottom: '12px', maxWidth: '84ch'}}><Markdown text={stage.summary} /></div>}
    {feed.failure && <Note tone="failed" role="alert">{feed.failure} <button type="button" class="button small" onClick={() => void feed.more()}>Try again</button></Note>}
    {feed.hasEarlier && <div class="pager"><button type="button" class="button small" onClick={() => void feed.moreBefore()}>Show what came before</button></div>}
    <div class="activity">
      {shown.map(item => <ItemView key={`${item.type}${item.seq}`} item={item} isFound={item.seq === foundSeq} isLive={isLive} />)}
    </div>
    {!shown.length && (feed.isLoading || feed.hasMore ? <Skeleton /> : !feed.failure && <Empty icon={ListTree} title={isLive ? 'Just started' : 'Nothing else was recorded'}>
      {isLive ? 'What the stage does appears here as it happens.' : 'The stage left no messages, commands or findings.'}</Empty>)}
    <div ref={end} style={{height: '1px'}} />
    {isLive && !isFollowing && <div class="back-to-live"><button type="button" class="button" onClick={toEnd}><ArrowDown size={14} />Follow the newest line</button></div>}
  </section>;
}
