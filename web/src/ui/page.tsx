/** The frame of one screen: title of the window, heading that takes the focus, acts beside it. */
import { useEffect, useRef, type ReactNode } from 'react';

type Props = {
  readonly title: string;
  readonly over?: ReactNode;
  readonly acts?: ReactNode;
  readonly children: ReactNode;
  /** Set where the content needs the whole width. */
  readonly wide?: boolean;
};

let isFirstPage = true;

export function Page({ title, over, acts, children, wide = false }: Props): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · TinhGọn`;
  }, [title]);
  useEffect(() => {
    // A change of screen is announced by moving the focus to its heading; the first screen leaves it to the browser.
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  return (
    <div className={wide ? 'page page-wide' : 'page'}>
      <header className="page-head">
        <div className="page-title">
          {over === undefined ? null : <div className="page-over">{over}</div>}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
        </div>
        {acts === undefined ? null : <div className="page-acts no-print">{acts}</div>}
      </header>
      {children}
    </div>
  );
}

/** A titled part of a screen. */
export function Section({
  title,
  acts,
  children,
  className,
}: {
  readonly title: string;
  readonly acts?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  return (
    <section className={className === undefined ? 'section' : `section ${className}`}>
      <div className="section-head">
        <h2>{title}</h2>
        {acts === undefined ? null : <div className="section-acts no-print">{acts}</div>}
      </div>
      {children}
    </section>
  );
}
