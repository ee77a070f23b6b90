/** A frame that scrolls sideways when its table is wider, then reachable by keyboard too. */
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

export function TableFrame({ label, className, children }: { readonly label: string; readonly className?: string; readonly children: ReactNode }): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  const look = (): void => {
    const element = frame.current;
    if (element !== null) setScrolls(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
  };
  // Before the first paint already: an observer reports a frame later.
  useLayoutEffect(look);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const watch = new ResizeObserver(look);
    watch.observe(element);
    if (element.firstElementChild !== null) watch.observe(element.firstElementChild);
    return () => watch.disconnect();
  }, []);
  return (
    <div
      ref={frame}
      className={className === undefined ? 'table-frame' : `table-frame ${className}`}
      {...(scrolls ? { role: 'region', tabIndex: 0, 'aria-label': label } : {})}
    >
      {children}
    </div>
  );
}
