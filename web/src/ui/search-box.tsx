/** A search field that asks while one types. */
import { Input } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';

const SEARCH_AFTER_MS = 250;

type Props = { readonly value: string; readonly onSearch: (text: string) => void; readonly label: string; readonly narrow?: boolean };

export function SearchBox({ value, onSearch, label, narrow = false }: Props): ReactNode {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useEffect(() => {
    if (text === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text;
      latest.current(text.trim());
    }, SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <Input
      type="search"
      {...(narrow ? {} : { 'data-search': true })}
      className={narrow ? 'filter' : 'search-box'}
      allowClear
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
