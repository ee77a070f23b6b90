/** Who is signed in, with which posts, and the way out. */
import { LogoutOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from '../i18n/i18n.js';

type Props = { readonly name: string; readonly lines: readonly string[]; readonly onLogOut: () => void };

export function AccountMenu({ name, lines, onLogOut }: Props): ReactNode {
  const { t } = useWords();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const open = menu.current;
      if (open === null || !open.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        open.open = false;
        open.querySelector('summary')?.focus();
      } else if (event.target instanceof Node && !open.contains(event.target)) open.open = false;
    };
    window.addEventListener('pointerdown', close);
    window.addEventListener('keydown', close);
    return () => {
      window.removeEventListener('pointerdown', close);
      window.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details className="account-menu" ref={menu}>
      <summary className="account">
        <span className="account-badge" aria-hidden="true">
          {initialOf(name)}
        </span>
        <span className="account-name">{name}</span>
      </summary>
      <div className="account-panel">
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p>
          <Link to="/uy-quyen">{t('authority.title')}</Link>
        </p>
        <button type="button" className="ghost-button" onClick={onLogOut}>
          <LogoutOutlined aria-hidden="true" />
          &nbsp;{t('nav.logOut')}
        </button>
      </div>
    </details>
  );
}

/** The first letter of the given name, which stands last. */
const initialOf = (name: string): string => (name.trim().split(/\s+/u).at(-1) ?? '').slice(0, 1).toUpperCase();
