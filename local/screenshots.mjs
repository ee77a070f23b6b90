/** Makes the pictures of the README from a running demo: `npm run screenshots -- http://localhost:8080`. */
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const url = process.argv[2] ?? 'http://localhost:8080';
const pictures = [
  { name: 'viec', login: 'truongDonVi@demo', path: '/viec' },
  { name: 'truoc-sau', login: 'dauMoi@demo', path: '/thu-tuc/1.012786?tab=diff' },
  { name: 'qua-han', login: 'dauMoi@demo', path: '/qua-han' },
  { name: 'chi-phi', login: 'dauMoi@demo', path: '/thu-tuc/1.012786?tab=cost' },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
await mkdir(new URL('../docs/images/', import.meta.url), { recursive: true });
for (const { name, login, path } of pictures) {
  const page = await (await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 860 } })).newPage();
  await page.goto(url);
  await page.locator('input').first().fill(login);
  await page.locator('input[type=password]').fill('demo');
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: 'Việc của tôi' }).waitFor();
  await page.goto(`${url}${path}`);
  await page.waitForTimeout(2_000);
  await page.screenshot({ path: new URL(`../docs/images/${name}.png`, import.meta.url).pathname });
  await page.context().close();
}
await browser.close();
