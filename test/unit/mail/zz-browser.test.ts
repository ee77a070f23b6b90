import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import express from 'express';
import { decisionPageRoutes } from '../../../api/routes/decision-page.routes.js';
import { makeLinkToken } from '../../../commands/link-token.js';
import { aDecisionPage, aVerdict } from '../../support/decision-pages.js';
test('browser', async () => {
  const KEYS = ['k'.repeat(40)];
  const { token, hash } = makeLinkToken(KEYS);
  let page = aDecisionPage({ tokenHash: hash });
  const app = express().use('/q', decisionPageRoutes({ readPage: async () => page, tokenKeys: KEYS, publicUrl: 'http://localhost', demo: true, commands: {
    recordDecision: async () => { page = aDecisionPage({ tokenHash: hash, state: 'decidedByAddressee' }, { open: false, decision: aVerdict() }); }, issueLinkCode: async () => 'issued', checkLinkCode: async () => ({ t: 'right' }), resendLink: async () => 'sent' } }));
  const server = createServer(app); await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
  const port = (server.address() as { port: number }).port;
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
  const tab = await context.newPage();
  const logs: string[] = []; tab.on('console', (m) => logs.push(m.text()));
  await tab.goto(`http://127.0.0.1:${port}/q/${token}`);
  console.log(await tab.title(), await tab.locator('input[type=radio]:checked').count());
  await tab.getByLabel('Trả lại').check();
  await tab.getByLabel('Lý do').fill('x');
  await tab.screenshot({ path: '/tmp/mailshots/b1.png', fullPage: true });
  await tab.getByRole('button').click();
  await tab.waitForLoadState();
  console.log(tab.url(), await tab.locator('.note').innerText(), logs);
  await tab.screenshot({ path: '/tmp/mailshots/b2.png', fullPage: true });
  await browser.close(); await new Promise((r) => server.close(r));
}, 60000);
