import {useEffect, useState} from 'preact/hooks';

export interface Sight { top: number; bottom: number; width: number }

/** The nearest element that scrolls. */
export function scrollerOf(element: Element | null): Element {
  for (let each = element?.parentElement; each; each = each.parentElement) {
    const overflow = getComputedStyle(each).overflowY;
    if (overflow === 'auto' || overflow === 'scroll') return each;
  }
  return document.documentElement;
}

/** Which part of an element is in sight, in its own pixels, in steps so that small scrolls draw nothing anew. */
export function useSight(box: {current: HTMLElement | null}, step = 200): Sight {
  const [sight, setSight] = useState<Sight>({top: 0, bottom: 1200, width: 0});
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const scroller = scrollerOf(element);
    const told = scroller === document.documentElement ? document : scroller; // where its scroll events come
    let frame = 0;
    const read = () => {
      frame = 0;
      const own = element.getBoundingClientRect();
      const frameTop = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
      const top = Math.floor((frameTop - own.top) / step) * step;
      const bottom = top + Math.ceil((scroller.clientHeight + step) / step) * step;
      const width = Math.round(own.width);
      setSight(old => old.top === top && old.bottom === bottom && old.width === width ? old : {top, bottom, width});
    };
    const soon = () => { frame ||= requestAnimationFrame(read); };
    read();
    told.addEventListener('scroll', soon, {passive: true});
    const observer = new ResizeObserver(soon);
    observer.observe(element);
    observer.observe(scroller);
    return () => {
      cancelAnimationFrame(frame);
      told.removeEventListener('scroll', soon);
      observer.disconnect();
    };
  }, []);
  return sight;
}
