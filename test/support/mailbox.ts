/** The test mailbox as a newcomer sees it: letters by recipient, and the link in a letter. */
const decode = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

const page = async (url: string, path: string): Promise<string> => {
  const answer = await fetch(`${url}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
};

/** Ids of the letters in somebody's box, newest first. */
export async function lettersTo(url: string, address: string): Promise<readonly number[]> {
  const html = await page(url, `/dev/mail?box=${encodeURIComponent(address)}`);
  return [...new Set([...html.matchAll(/\/dev\/mail\/(\d+)/gu)].map((match) => Number(match[1])))].sort((a, b) => b - a);
}

/** The page of one letter with its plain text. */
export const letterText = async (url: string, id: number): Promise<string> => decode(await page(url, `/dev/mail/${id}?tab=text`));

/** The decision link of a letter; null when it has none. */
export const linkIn = (text: string): string | null => /https?:\/\/[^\s"<>]+\/q\/[A-Za-z0-9_-]{48}/u.exec(text)?.[0] ?? null;
