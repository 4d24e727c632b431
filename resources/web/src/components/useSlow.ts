import {useEffect, useState} from 'preact/hooks';

/** What was typed, once the typing has paused. */
export function useSlow(text: string): string {
  const [slow, setSlow] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(text), 150);
    return () => clearTimeout(timer);
  }, [text]);
  return slow;
}
