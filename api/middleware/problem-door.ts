/** The last stop of a request that failed: adds what the refused person needs to see, then answers a problem. */
import type { ErrorRequestHandler, Request } from 'express';
import type { Hash } from '../../domain/review/content-digest.js';
import { VERDICT_LABELS } from '../../domain/shared/labels.js';
import { momentWords } from '../../domain/shared/formats.js';
import type { Instant } from '../../domain/shared/instant.js';
import type { Log } from '../../config/log.js';
import { changesSince } from '../../queries/content-change.query.js';
import { namePeople, type PersonName } from '../../queries/people.js';
import type { ReadPort } from '../../queries/read-port.js';
import { answerTo, type Answer, type Language, type Problem } from '../problems.js';
import { presentInstants } from '../presenters/instants.presenter.js';
import { factsOf } from './request-facts.js';

type Winner = { readonly by: string | PersonName; readonly verdict: keyof typeof VERDICT_LABELS; readonly channel: string; readonly recordedAt: Instant };

const CHANNEL_WORDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  web: { vi: 'qua web', en: 'on the web' },
  api: { vi: 'qua API', en: 'by the API' },
  cli: { vi: 'qua dòng lệnh', en: 'on the command line' },
  mailLink: { vi: 'qua liên kết trong thư', en: 'by the link in a letter' },
  mailReply: { vi: 'qua thư trả lời', en: 'by mail' },
};

/** Names the winner of a task that was decided first; lists what changed since the digest that was shown. */
async function explain(answer: Answer, request: Request, reader: ReadPort, hash: Hash, language: Language): Promise<Answer> {
  const { problem } = answer;
  if (problem.code === 'already_decided') {
    const winner = problem['winner'] as Winner;
    const by = (await namePeople(reader, [winner.by as string]))(winner.by as string);
    const who = `${by.honorific} ${by.name}`.trim();
    const channel = CHANNEL_WORDS[winner.channel]?.[language] ?? winner.channel;
    const what = VERDICT_LABELS[winner.verdict][language];
    const detail =
      language === 'vi'
        ? `Đã được ${who} quyết định (${what}) lúc ${momentWords(winner.recordedAt)} ${channel}.`
        : `Decided by ${who} (${what}) at ${momentWords(winner.recordedAt)} ${channel}.`;
    return { ...answer, problem: { ...problem, detail, winner: { ...winner, by } } };
  }
  if (problem.code === 'stale_content') {
    const { contentDigest } = (request.body ?? {}) as { contentDigest?: string };
    const taskId = /\/tasks\/([^/?]+)\/decisions/u.exec(request.originalUrl)?.[1];
    if (typeof contentDigest !== 'string' || taskId === undefined) return answer;
    return { ...answer, problem: { ...problem, changed: await changesSince(reader, hash, taskId, contentDigest) } };
  }
  return answer;
}

const escaped = (text: string): string => text.replace(/[&<>"]/gu, (letter) => `&#${letter.codePointAt(0)};`);

/** The same refusal for somebody who opened a page. */
const pageOfProblem = ({ title, detail = '', instance }: Problem, language: Language): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>TinhGọn</title></head>
<body><main><h1>${escaped(title)}</h1><p>${escaped(detail)}</p><p>${language === 'vi' ? 'Mã yêu cầu' : 'Request id'}: <code>${escaped(instance)}</code></p></main></body></html>
`;

export function problemDoor({ reader, log, hash }: { readonly reader: ReadPort; readonly log: Log; readonly hash: Hash }): ErrorRequestHandler {
  // Express tells an error handler from others by its four parameters.
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const { traceId, language } = factsOf(request);
    const plain = answerTo(error, language, traceId);
    if (plain.status >= 500) log.error({ err: error, traceId }, 'request failed');
    const send = ({ status, headers, problem }: Answer): void => {
      if (!request.originalUrl.startsWith('/api/')) {
        response.status(status).set(headers).set('Cache-Control', 'no-store').type('html').send(pageOfProblem(problem, language));
        return;
      }
      response
        .status(status)
        .set(headers)
        .set('Cache-Control', 'no-store')
        .type('application/problem+json')
        .send(JSON.stringify(presentInstants(problem)));
    };
    explain(plain, request, reader, hash, language).then(send, (failure: unknown) => {
      log.warn({ err: failure, traceId }, 'a refusal could not be explained further');
      send(plain);
    });
  };
}
