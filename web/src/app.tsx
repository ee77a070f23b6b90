/** The application: texts, theme, server data, screens by address. */
import { ConfigProvider } from 'antd';
import viVN from 'antd/locale/vi_VN';
import type { Locale } from 'antd/es/locale';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { isRepeatable } from './api/problem.js';
import { useWords } from './i18n/i18n.js';
import { router } from './router.js';
import { ANTD_THEME } from './theme/antd-theme.js';

const MAX_REPEATS = 2;

const cache = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => count < MAX_REPEATS && isRepeatable(error), staleTime: 1_000, networkMode: 'always' },
    // A repeated write carries the same idempotency key, so sending it again is safe.
    mutations: { retry: (count, error) => count < MAX_REPEATS && isRepeatable(error), retryDelay: (count) => 400 * 2 ** count, networkMode: 'always' },
  },
});

/** Styles written while the application runs carry the nonce of the page. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

export function App(): ReactNode {
  const { language } = useWords();
  const [locale, setLocale] = useState<Locale>(viVN);
  useEffect(() => {
    if (language === 'vi') setLocale(viVN);
    else void import('antd/locale/en_GB').then((module) => setLocale(module.default));
  }, [language]);
  return (
    <ConfigProvider theme={ANTD_THEME} locale={locale} csp={{ nonce }} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  );
}
