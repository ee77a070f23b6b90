/** Starts the application in the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { startTexts } from './i18n/i18n.js';
import { applyColours } from './theme/apply-colours.js';
import './styles/fonts.css';
import './styles/base.css';
import './styles/screens.css';
import './styles/print.css';

applyColours(document.documentElement);
void startTexts().then(() => {
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
