/** The catalogues, Vietnamese at hand, English fetched when asked for. */
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import vi from './vi.json';
import { languageOf, type Language } from './language.js';

const KEPT = 'tinhgon.language';

/** Starts the catalogues in the language last chosen here. */
export async function startTexts(): Promise<void> {
  const language = languageOf(localStorage.getItem(KEPT));
  await i18next.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: 'vi',
    resources: { vi: { translation: vi } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = 'vi';
  if (language !== 'vi') await speak(language);
}

/** Changes the language of the screens and remembers it in this browser. */
export async function speak(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { default: en } = await import('./en.json');
    i18next.addResourceBundle('en', 'translation', en);
  }
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** The chosen language and its `t`. */
export function useWords(): { readonly t: ReturnType<typeof useTranslation>['t']; readonly language: Language } {
  const { t, i18n } = useTranslation();
  return { t, language: languageOf(i18n.language) };
}
