import { createServer, request as send, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { DECISION_PAGE_CSP, decisionPageRoutes, type DecisionPageDeps } from '../../../api/routes/decision-page.routes.js';
import { makeLinkToken } from '../../../commands/link-token.js';
import { DomainError } from '../../../domain/shared/errors.js';
import { LINK_STATES, type LinkState } from '../../../domain/review/link.js';
import type { DecisionPage } from '../../../queries/decision-page.query.js';
import { aDecisionPage, aVerdict } from '../../support/decision-pages.js';

const KEYS = ['test-token-key-'.padEnd(40, 'k')];
const { token, hash } = makeLinkToken(KEYS);

type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };
type Calls = { readonly decided: unknown[]; readonly codes: unknown[]; readonly checked: unknown[]; readonly resent: string[]; readonly reads: string[] };

let server: Server;
let calls: Calls;
let page: DecisionPage;
let deps: DecisionPageDeps;

beforeEach(async () => {
  page = aDecisionPage({ tokenHash: hash });
  calls = { decided: [], codes: [], checked: [], resent: [], reads: [] };
  deps = {
    readPage: async (tokenHash) => {
      calls.reads.push(tokenHash);
      return tokenHash === hash ? page : null;
    },
    commands: {
      recordDecision: async (...args) => void calls.decided.push(args),
      issueLinkCode: async (request) => {
        calls.codes.push(request);
        return 'issued';
      },
      checkLinkCode: async (request) => {
        calls.checked.push(request);
        return request.code === '123456' ? { t: 'right' } : { t: 'wrong', triesLeft: 4 };
      },
      resendLink: async (tokenHash) => {
        calls.resent.push(tokenHash);
        return 'sent';
      },
    },
    tokenKeys: KEYS,
    publicUrl: 'http://localhost:8080',
    demo: false,
  };
  await listen();
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function listen(): Promise<void> {
  const app = express()
    .disable('x-powered-by')
    .use(
      '/q',
      decisionPageRoutes({
        ...deps,
        readPage: (tokenHash) => deps.readPage(tokenHash),
        commands: {
          recordDecision: (...args) => deps.commands.recordDecision(...args),
          issueLinkCode: (request) => deps.commands.issueLinkCode(request),
          checkLinkCode: (request) => deps.commands.checkLinkCode(request),
          resendLink: (tokenHash) => deps.commands.resendLink(tokenHash),
        },
      }),
    );
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function ask(
  method: string,
  path: string,
  options: { readonly cookie?: string; readonly form?: Readonly<Record<string, string>>; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Reply> {
  const { port } = server.address() as AddressInfo;
  const body = options.form ? new URLSearchParams(options.form).toString() : '';
  const headers = {
    ...(options.form ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) } : {}),
    ...(options.cookie ? { cookie: options.cookie } : {}),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = send({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (part: string) => {
          text += part;
        })
        .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    }).on('error', reject);
    sent.end(body);
  });
}

const field = (body: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`, 'u').exec(body)?.[1] ?? '';

/** What a browser holds after opening a link: its cookie and the hidden fields of the form. */
async function open(
  path = `/q/${token}`,
): Promise<{ readonly reply: Reply; readonly cookie: string; readonly hidden: { readonly nonce: string; readonly digest: string } }> {
  const reply = await ask('GET', path);
  return {
    reply,
    cookie: (reply.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '',
    hidden: { nonce: field(reply.body, 'nonce'), digest: field(reply.body, 'digest') },
  };
}

const press = async (form: Readonly<Record<string, string>>): Promise<Reply> => {
  const { cookie, hidden } = await open();
  return ask('POST', `/q/${token}`, { cookie, form: { ...hidden, ...form } });
};

const inState = (state: LinkState): DecisionPage =>
  aDecisionPage(
    {
      tokenHash: hash,
      state,
      reviewOutcome: state === 'reviewEnded' ? 'withdrawn' : null,
      why: state === 'notEligible' ? [{ vi: 'Vai trò của bạn đã kết thúc.', en: 'Your post has ended.' }] : [],
    },
    state === 'decidedByAddressee'
      ? { open: false, choices: [], decision: aVerdict() }
      : state === 'decidedByOther'
        ? { open: false, choices: [], decision: aVerdict({ by: { id: 'psn_h', honorific: 'ông', name: 'Hà Văn H', post: '' }, channel: 'web' }) }
        : {},
  );

describe('opening a link', () => {
  test('link-get-head-options: none of them decides, sends or resends anything', async () => {
    const replies = [
      await ask('GET', `/q/${token}`),
      await ask('HEAD', `/q/${token}`),
      await ask('OPTIONS', `/q/${token}`),
      await ask('GET', `/q/${token}?verdict=approve&code=123456`),
      await ask('GET', `/q/${token}/resend`),
      await ask('PUT', `/q/${token}`),
      await ask('DELETE', `/q/${token}`),
    ];
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 204, 200, 404, 404, 404]);
    expect(replies[1]?.body).toBe('');
    expect([calls.decided, calls.codes, calls.checked, calls.resent]).toEqual([[], [], [], []]);
  });

  test('link-csp-headers: every answer forbids caching, referrers, indexing, framing and foreign content', async () => {
    page = inState('live');
    const replies = [
      await ask('GET', `/q/${token}`),
      await ask('HEAD', `/q/${token}`),
      await ask('GET', '/q/nonsense'),
      await ask('POST', `/q/${token}`, { form: {} }),
      await press({ verdict: 'reject' }),
    ];
    for (const { headers } of replies) {
      expect(headers['content-security-policy']).toBe(DECISION_PAGE_CSP);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['x-robots-tag']).toBe('noindex');
    }
    expect(DECISION_PAGE_CSP).toBe("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  });

  test('it shows whom the letter was for, what changes, what it saves, when it is due and what comes then', async () => {
    const { body } = (await open()).reply;
    for (const words of [
      'bà Trần Thị B',
      'Thủ tục 1.000001',
      'Hạn 24:00 25/02/2026',
      '4.210.000.000 đ',
      '2.512.000.000 đ',
      '1.698.000.000 đ',
      'Lê Văn C',
      'Sở Xây dựng',
      'báo thủ trưởng đơn vị',
      '7F3A-91C2',
    ])
      expect(body).toContain(words);
    expect(body).toMatch(/<del>[^<]*Bản sao có chứng thực căn cước/u);
  });

  test('the verdicts stand unselected, each with what it causes', async () => {
    const { body } = (await open()).reply;
    expect(body.match(/type="radio"/g)).toHaveLength(3);
    expect(body).not.toContain('checked');
    expect(body).toContain('Chuyển bước: Phê duyệt');
    expect(body.match(/<button/g)).toHaveLength(1);
  });

  test('link-works-without-script: there is no script, no event handler, one form posted to itself', async () => {
    const { body } = (await open()).reply;
    expect(body).not.toMatch(/<script|javascript:|\son[a-z]+=|<style|style="/iu);
    expect(body).toContain(`<form method="post" action="${token}">`);
    const styles = await ask('GET', '/q/decision.css');
    expect([styles.status, styles.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
  });

  test('it speaks the addressee’s language', async () => {
    page = aDecisionPage({ tokenHash: hash, addressee: { ...page.addressee, locale: 'en' } });
    const { body } = (await open()).reply;
    expect(body).toContain('<html lang="en">');
    expect(body).toContain('Confirm the decision');
  });

  test('the page stays within ten kilobytes, whatever the proposal', async () => {
    const change = page.subject.diff?.changes[0];
    if (!page.subject.diff || !change) throw new Error('no change to multiply');
    const words = [
      { mark: 'same' as const, text: 'chữ '.repeat(500) },
      { mark: 'ins' as const, text: 'mới '.repeat(500) },
    ];
    page = {
      ...page,
      subject: {
        ...page.subject,
        diff: { ...page.subject.diff, changes: Array.from({ length: 80 }, () => ({ ...change, change: 'changed' as const, words })) },
      },
    };
    const { body } = (await open()).reply;
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(10_000);
    expect(body).toContain('thay đổi khác');
  });

  test('what people wrote is text, never markup', async () => {
    page = { ...page, subject: { ...page.subject, procedure: { ...page.subject.procedure, name: '<script>alert(1)</script>' } } };
    expect((await open()).reply.body).not.toContain('<script');
  });

  test('a forged host is nowhere in the answer', async () => {
    const reply = await ask('GET', `/q/${token}`, { headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } });
    expect(JSON.stringify(reply)).not.toContain('evil.example');
  });
});

describe('link-creates-no-login', () => {
  test('the one cookie is bound to this link, kept from scripts and other sites, and is no session', async () => {
    const { reply } = await open();
    expect(reply.headers['set-cookie']).toHaveLength(1);
    expect(reply.headers['set-cookie']?.[0]).toMatch(
      /^tinhgon-q-[0-9a-f]{8}=[A-Za-z0-9_-]{43}; Max-Age=86400; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/u,
    );
  });

  test('under https it is a __Host- cookie, whatever the request says', async () => {
    await new Promise((resolve) => server.close(resolve));
    deps = { ...deps, publicUrl: 'https://tinhgon.example' };
    await listen();
    expect((await open()).reply.headers['set-cookie']?.[0]).toMatch(/^__Host-tinhgon-q-[0-9a-f]{8}=.*; Path=\/;.*; HttpOnly; Secure; SameSite=Strict$/u);
  });

  test('a browser that has the cookie keeps it', async () => {
    const { cookie } = await open();
    expect((await ask('GET', `/q/${token}`, { cookie })).headers['set-cookie']).toBeUndefined();
  });
});

describe('a link nobody made', () => {
  test('garbage is refused without a query, with the very bytes an unknown link gets', async () => {
    const garbage = await Promise.all([ask('GET', '/q/x'), ask('GET', `/q/${'q'.repeat(48)}`), ask('POST', '/q/x', { form: { verdict: 'approve' } })]);
    expect(calls.reads).toEqual([]);
    const unknown = await ask('GET', `/q/${makeLinkToken(KEYS).token}`);
    expect(calls.reads).toHaveLength(1);
    for (const reply of [...garbage, unknown]) {
      expect(reply.status).toBe(404);
      expect(reply.body).toBe(unknown.body);
      expect(reply.headers['set-cookie']).toBeUndefined();
    }
  });
});

describe('pressing the button', () => {
  test('the verdict ends in the one command, with what the page showed, and leads to the receipt', async () => {
    const reply = await press({ verdict: 'return', comment: ' Thiếu căn cứ\r\nĐiều 8 ' });
    expect([reply.status, reply.headers.location]).toEqual([303, token]);
    expect(calls.decided).toHaveLength(1);
    const [actor, key, command] = calls.decided[0] as [Record<string, unknown>, string, unknown];
    expect(actor).toEqual({ personId: 'psn_b', onBehalfOf: null, channel: 'mailLink', assurance: 'A1', receivedMono: expect.any(Number) });
    expect(key).toBe(`link-${hash.slice(0, 48)}`);
    expect(command).toEqual({ taskId: 'tsk_1', expectedVersion: 1, contentDigest: page.contentDigest, verdict: 'return', comment: 'Thiếu căn cứ\nĐiều 8' });
  });

  test('abuse-scanner-post-blind: without cookie or nonce nothing happens and the form comes back', async () => {
    const { cookie, hidden } = await open();
    const blind = [
      await ask('POST', `/q/${token}`, { form: { verdict: 'approve' } }),
      await ask('POST', `/q/${token}`, { form: { ...hidden, verdict: 'approve' } }),
      await ask('POST', `/q/${token}`, { cookie, form: { verdict: 'approve', digest: hidden.digest } }),
      await ask('POST', `/q/${token}`, { cookie, form: { ...hidden, nonce: 'x', verdict: 'approve' } }),
      await ask('POST', `/q/${token}`, { cookie, form: { ...hidden, digest: '0'.repeat(64), verdict: 'approve' } }),
      await ask('POST', `/q/${token}/resend`, { form: {} }),
    ];
    expect(blind.map((reply) => reply.status)).toEqual([303, 303, 303, 303, 303, 303]);
    expect(blind[0]?.headers.location).toBe(`${token}?note=again`);
    expect(calls.decided).toEqual([]);
    expect(calls.resent).toEqual([]);
    expect((await ask('GET', `/q/${token}?note=again`)).body).toContain('Chưa có ý kiến nào được ghi nhận');
  });

  test.each([
    ['no verdict', {}, 'Chọn một ý kiến'],
    ['a verdict this stage does not take', { verdict: 'noOpinion' }, 'Chọn một ý kiến'],
    ['a rejection without a reason', { verdict: 'reject', comment: '  ' }, 'Nêu lý do'],
    ['a control character', { verdict: 'approve', comment: 'x\u0007' }, 'ký tự điều khiển'],
    ['a reason without end', { verdict: 'approve', comment: 'x'.repeat(10_001) }, '10.000 ký tự'],
  ])('%s is asked for again, with what was typed', async (_what, form, words) => {
    const reply = await press(form);
    expect(reply.status).toBe(422);
    expect(reply.body).toContain(words);
    expect(calls.decided).toEqual([]);
  });

  test('what was typed is kept when the reason is missing', async () => {
    deps = {
      ...deps,
      commands: {
        ...deps.commands,
        recordDecision: async () => {
          throw new DomainError('comment_required');
        },
      },
    };
    const reply = await press({ verdict: 'return', comment: '.' });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatch(/value="return" required checked/u);
    expect(reply.body).toContain('<textarea id="comment" name="comment" rows="4" maxlength="10000">.</textarea>');
  });

  test('link-expiry-mid-form: a form opened before the end and sent after it is refused with the state', async () => {
    const { cookie, hidden } = await open();
    page = inState('expired');
    const reply = await ask('POST', `/q/${token}`, { cookie, form: { ...hidden, verdict: 'approve' } });
    expect(reply.status).toBe(410);
    expect(reply.body).toContain('Liên kết đã hết hạn');
    expect(reply.body).toContain('Gửi lại liên kết');
    expect(calls.decided).toEqual([]);
  });

  test('beaten while pressing: the answer is what became of the task, not an error', async () => {
    deps = {
      ...deps,
      commands: {
        ...deps.commands,
        recordDecision: async () => {
          page = inState('decidedByOther');
          throw new DomainError('already_decided', { winner: {} });
        },
      },
    };
    const reply = await press({ verdict: 'approve' });
    expect(reply.status).toBe(409);
    expect(reply.body).toContain('ông Hà Văn H đã cho ý kiến “Đồng ý” lúc 24/02/2026 09:12, trên cổng TinhGọn.');
  });

  test('a fault of ours is not dressed up as an answer', async () => {
    deps = {
      ...deps,
      commands: {
        ...deps.commands,
        recordDecision: async () => {
          throw new Error('database gone');
        },
      },
    };
    expect((await press({ verdict: 'approve' })).status).toBe(500);
  });
});

describe('what has become of a link', () => {
  const expected: Readonly<Record<Exclude<LinkState, 'live'>, readonly [post: number, words: string]>> = {
    decidedByAddressee: [409, 'Ý kiến đã được ghi nhận'],
    decidedByOther: [409, 'Việc này đã có người quyết định'],
    reviewEnded: [409, 'việc rà soát đã được rút'],
    stageClosed: [409, 'Bước này đã khép lại'],
    notEligible: [409, 'Vai trò của bạn đã kết thúc.'],
    stale: [409, 'Nội dung đã thay đổi'],
    revoked: [410, 'Liên kết này đã được thay'],
    expired: [410, 'Liên kết đã hết hạn'],
    signIn: [403, 'Đăng nhập để quyết định'],
  };

  test.each(LINK_STATES.filter((state) => state !== 'live'))('%s: GET tells, POST refuses, nothing is written', async (state) => {
    const { cookie, hidden } = await open();
    page = inState(state);
    const [status, words] = expected[state];
    const seen = await ask('GET', `/q/${token}`, { cookie });
    expect(seen.status).toBe(200);
    expect(seen.body).toContain(words);
    expect(seen.body).not.toContain('type="radio"');
    const posted = await ask('POST', `/q/${token}`, { cookie, form: { ...hidden, verdict: 'reject', comment: 'x' } });
    expect(posted.status).toBe(status);
    expect(posted.body).toContain(words);
    expect(calls.decided).toEqual([]);
  });

  test('used, same verdict: the first receipt, with its number and place in the log', async () => {
    const { cookie, hidden } = await open();
    page = inState('decidedByAddressee');
    const posted = await ask('POST', `/q/${token}`, { cookie, form: { ...hidden, verdict: 'approve' } });
    expect([posted.status, posted.headers.location]).toEqual([303, token]);
    const { body } = await ask('GET', `/q/${token}`, { cookie });
    for (const words of ['dec_1', '24/02/2026 09:12', 'trong hạn', 'ab'.repeat(32)]) expect(body).toContain(words);
    expect(body).not.toContain('hết hạn');
  });

  test('link-resend-only-registered: the page sends a new link without ever showing or taking an address', async () => {
    page = inState('expired');
    const { reply, cookie, hidden } = await open();
    expect(reply.body).not.toMatch(/@|type="email"/u);
    const sent = await ask('POST', `/q/${token}/resend`, { cookie, form: { nonce: hidden.nonce, address: 'evil@evil.example' } });
    expect([sent.status, sent.headers.location]).toEqual([303, `../${token}?note=sent`]);
    expect(calls.resent).toEqual([hash]);
    expect((await ask('GET', `/q/${token}?note=sent`)).body).toContain('hộp thư đã đăng ký');
    expect((await ask('GET', `/q/${token}?note=%3Cscript%3E`)).body).not.toContain('<script');
  });
});

describe('a stage that wants a confirmed mailbox', () => {
  beforeEach(() => {
    page = aDecisionPage({ tokenHash: hash }, { minAssurance: 'A2' });
  });

  test('the button sends a code and asks for it; the right one decides at A2', async () => {
    const { cookie, hidden } = await open();
    const asked = await ask('POST', `/q/${token}`, { cookie, form: { ...hidden, verdict: 'approve', comment: 'Đồng ý "x"' } });
    expect(asked.status).toBe(200);
    expect(calls.codes).toEqual([{ tokenHash: hash, verdict: 'approve', contentDigest: page.contentDigest }]);
    expect(calls.decided).toEqual([]);
    const form = { nonce: field(asked.body, 'nonce'), digest: field(asked.body, 'digest'), verdict: field(asked.body, 'verdict'), comment: 'Đồng ý "x"' };
    expect(field(asked.body, 'comment')).toBe('Đồng ý &quot;x&quot;');
    const wrong = await ask('POST', `/q/${token}`, { cookie, form: { ...form, code: '000000' } });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('Còn 4 lần nhập');
    const right = await ask('POST', `/q/${token}`, { cookie, form: { ...form, code: ' 123 456 ' } });
    expect(right.status).toBe(303);
    expect(calls.decided).toHaveLength(1);
    expect((calls.decided[0] as [{ assurance: string }])[0].assurance).toBe('A2');
  });

  test.each([
    ['dead', 'Mã đã hết hạn', 422],
    ['limit', 'quá nhiều mã', 429],
  ])('a code that is %s leads back to the form', async (what, words, status) => {
    deps = { ...deps, commands: { ...deps.commands, checkLinkCode: async () => ({ t: 'dead' }), issueLinkCode: async () => 'limit' } };
    const reply = await press(what === 'dead' ? { verdict: 'approve', code: '111111' } : { verdict: 'approve' });
    expect(reply.status).toBe(status);
    expect(reply.body).toContain(words);
    expect(reply.body).toContain('type="radio"');
    expect(calls.decided).toEqual([]);
  });
});
