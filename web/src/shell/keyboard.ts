/** Single-key commands: dead while somebody types, and switched off on wish. */
import { useEffect, useRef } from 'react';

const KEPT = 'tinhgon.keys';

/** Single keys can be switched off in the help. @legal WCAG 2.1.4 */
export const keysAreOn = (): boolean => localStorage.getItem(KEPT) !== 'off';
export const setKeys = (on: boolean): void => localStorage.setItem(KEPT, on ? 'on' : 'off');

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role="dialog"], [role="listbox"], [role="combobox"]') !== null);

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Calls the entry of the pressed key. `g v` is written with a space: two keys within a second. */
export function useKeys(map: KeyMap): void {
  const current = useRef(map);
  current.current = map;
  useEffect(() => {
    let lead: { readonly key: string; readonly at: number } | null = null;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !keysAreOn() || isTyping(event.target)) return;
      const pair = lead !== null && event.timeStamp - lead.at < 1_000 ? `${lead.key} ${event.key}` : null;
      const act = (pair === null ? undefined : current.current[pair]) ?? current.current[event.key];
      const leads = Object.keys(current.current).some((name) => name.startsWith(`${event.key} `));
      lead = leads ? { key: event.key, at: event.timeStamp } : null;
      if (act === undefined) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
