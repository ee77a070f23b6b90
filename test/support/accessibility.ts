/** What an automatic audit finds in the way of people who do not see, or do not point. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** The barriers of a page as `rule: place`, by WCAG 2.2 levels A and AA; the page must run scripts. */
export async function barriersOn(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
