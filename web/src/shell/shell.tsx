/** What surrounds every screen of a signed-in person: rail, top bar, help. */
import {
  ApiOutlined,
  AuditOutlined,
  BranchesOutlined,
  CheckSquareOutlined,
  FlagOutlined,
  FolderOpenOutlined,
  InboxOutlined,
  MailOutlined,
  QuestionCircleOutlined,
  TeamOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { ROLE_LABELS } from '../../../domain/shared/labels.js';
import { send } from '../api/http.js';
import { useClock } from '../api/queries.js';
import type { Me } from '../api/types.js';
import { longTimeText } from '../format/dates.js';
import { speak, useWords } from '../i18n/i18n.js';
import { LANGUAGES } from '../i18n/language.js';
import { useSay } from '../i18n/use-say.js';
import { StandInChip } from '../authority/stand-in-chip.js';
import { AccountMenu } from './account-menu.js';
import { useKeys } from './keyboard.js';
import { sectionsFor, type SectionKey } from './sections.js';

const Help = lazy(() => import('./help.js').then((module) => ({ default: module.Help })));

const ICONS: Readonly<Record<SectionKey, ReactNode>> = {
  work: <InboxOutlined />,
  procedures: <FolderOpenOutlined />,
  campaigns: <FlagOutlined />,
  execution: <CheckSquareOutlined />,
  overdue: <WarningOutlined />,
  routes: <BranchesOutlined />,
  posts: <TeamOutlined />,
};

export function Shell({ me }: { readonly me: Me }): ReactNode {
  const { t } = useWords();
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const sections = sectionsFor(me.can);
  const jumps = Object.fromEntries(sections.map(({ letter, to }) => [`g ${letter}`, () => void navigate({ to })]));
  useKeys({
    ...jumps,
    '?': () => setHelp(true),
    '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
  });
  return (
    <div className="shell">
      <a className="skip" href="#noi-dung">
        {t('nav.skip')}
      </a>
      <nav className="rail no-print" aria-label={t('nav.main')}>
        <Link to="/viec" className="brand">
          <AuditOutlined aria-hidden="true" /> TinhGọn
        </Link>
        <ul>
          {sections.map(({ key, to }) => (
            <li key={key}>
              <Link to={to} className="rail-link" activeProps={{ className: 'rail-link rail-link-active', 'aria-current': 'page' }}>
                <span aria-hidden="true">{ICONS[key]}</span> <span>{t(`nav.${key}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <TopBar me={me} onHelp={() => setHelp(true)} />
      <main id="noi-dung" tabIndex={-1}>
        <Outlet />
      </main>
      {help ? (
        <Suspense fallback={null}>
          <Help onClose={() => setHelp(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

function TopBar({ me, onHelp }: { readonly me: Me; readonly onHelp: () => void }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const clock = useClock();
  const demo = clock.data?.locked === false;
  const logOut = async (): Promise<void> => {
    await send<undefined>('DELETE', '/sessions/current');
    cache.clear();
    await navigate({ to: '/dang-nhap' });
  };
  const lines = me.posts.map((post) => `${say(ROLE_LABELS[post.role])}, ${post.unit.name}`);
  return (
    <header className="top no-print">
      <TestClock />
      <div className="top-right">
        <StandInChip personId={me.person.id} />
        {demo ? (
          <>
            <a className="top-link" href="/dev/mail">
              <MailOutlined aria-hidden="true" /> <span className="top-word">{t('nav.mailbox')}</span>
            </a>
            <a className="top-link" href="/api/docs">
              <ApiOutlined aria-hidden="true" /> <span className="top-word">{t('nav.apiDocs')}</span>
            </a>
          </>
        ) : null}
        <LanguageSwitch />
        <button type="button" className="icon-button" onClick={onHelp} aria-label={t('help.title')}>
          <QuestionCircleOutlined aria-hidden="true" />
        </button>
        <AccountMenu name={me.person.name} lines={lines} onLogOut={() => void logOut()} />
      </div>
    </header>
  );
}

/** The business clock, shown only while it runs apart from the wall clock. */
function TestClock(): ReactNode {
  const { t, language } = useWords();
  const { data } = useClock();
  if (data === undefined || data.offsetMs === 0) return <span />;
  return (
    <span className="test-clock" role="status" aria-live="off">
      <strong>{t('nav.testClock')}</strong> {longTimeText(data.now, language)}
    </span>
  );
}

export function LanguageSwitch(): ReactNode {
  const { t, language } = useWords();
  return (
    <span className="languages" role="group" aria-label={t('nav.language')}>
      {LANGUAGES.map((code) => (
        <button key={code} type="button" lang={code} aria-pressed={language === code} className="language" onClick={() => void speak(code)}>
          {code.toUpperCase()}
          <span className="visually-hidden"> {code === 'vi' ? 'Tiếng Việt' : 'English'}</span>
        </button>
      ))}
    </span>
  );
}
