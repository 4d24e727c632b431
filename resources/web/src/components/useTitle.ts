import {useEffect} from 'preact/hooks';

/** What the tab of the browser says. */
export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · MergeLoom`;
    return () => { document.title = before; };
  }, [title]);
}
