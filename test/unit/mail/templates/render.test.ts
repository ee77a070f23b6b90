import { SILENCE_REFUSALS } from '../../../../domain/review/silence.js';
import fc from 'fast-check';
import { NOTICE_KINDS } from '../../../../domain/review/notices.js';
import { LOCALES, type LetterModel } from '../../../../mail/templates/model.js';
import { KINDS_WITH_LINK, render, TEMPLATES } from '../../../../mail/templates/render.js';
import { A_TOKEN, aLetter, aLetterOf } from '../../../support/letters.js';

const every = NOTICE_KINDS.flatMap((kind) => LOCALES.map((locale) => [kind, locale] as const));
const hrefs = (html: string): readonly string[] => [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
/** What a reader sees of the HTML, links with where they lead. */
const seen = (html: string): string =>
  html
    .replace(/<a href="([^"]*)"[^>]*>/gu, ' $1 ')
    .replace(/<head>.*<\/head>/su, '')
    .replace(/<[^>]+>/gu, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/gu, ' ');

describe('template-keys-complete', () => {
  test('every kind of notice has a template, and no template is left over', () => {
    expect(Object.keys(TEMPLATES).sort()).toEqual([...NOTICE_KINDS].sort());
  });

  test.each(every)('%s in %s says everything in words', (kind, locale) => {
    const { subject, text, html } = render(kind, locale, aLetterOf(kind));
    for (const part of [subject, text, html]) {
      expect(part).not.toMatch(/undefined|null|\[object|NaN|\$\{/);
      expect(part.trim()).not.toBe('');
    }
    expect(subject).toMatch(/^\[TinhGọn\] 1\.000001 · \S/);
  });

  test.each(NOTICE_KINDS)('%s speaks two different languages', (kind) => {
    const vi = render(kind, 'vi', aLetterOf(kind));
    const en = render(kind, 'en', aLetterOf(kind));
    expect(vi.subject).not.toBe(en.subject);
    expect(vi.text).toContain('Kính gửi bà Trần Thị B (Sở Tư pháp),');
    expect(en.text).toContain('Dear bà Trần Thị B (Sở Tư pháp),');
    // Whole Vietnamese phrases of ours must not stand in the English letter.
    for (const phrase of ['Kính gửi', 'Bạn nhận thư', 'Hạn', 'Ý kiến', 'mỗi năm', 'Đề nghị']) expect(en.text).not.toContain(phrase);
  });
});

test('an assignment names due date, money, content code and what silence brings', () => {
  const { subject, text } = render('task.assigned', 'vi', aLetterOf('task.assigned'));
  expect(subject).toBe('[TinhGọn] 1.000001 · Cần ý kiến trước 24:00 25/02/2026');
  expect(text).toContain('Đề nghị thẩm tra phương án đơn giản hóa thủ tục “Đăng ký thử nghiệm” (1.000001), vòng 2/3.');
  expect(text).toContain('Thay đổi chính: Bỏ: bản sao có chứng thực (và 2 thay đổi khác)');
  expect(text).toContain('Tiết kiệm mỗi năm: 1.698.000.000 đ (chi phí tuân thủ mỗi năm: 4.210.000.000 đ → 2.512.000.000 đ)');
  expect(text).toContain('Hạn: 24:00 25/02/2026');
  expect(text).toContain('Mã nội dung: 7F3A-91C2.');
  expect(text).toContain('Quá hạn mà chưa có ý kiến: báo thủ trưởng đơn vị, đầu mối kiểm soát thủ tục hành chính.');
  expect(text).toContain('Cùng được giao: Sở Tài chính (Lấy ý kiến).');
  expect(text).toContain(`Xem và quyết định: https://tinhgon.example/q/${A_TOKEN}`);
});

test('a rung names the remedies its reader may use, as they are offered to him, and none where he has none', () => {
  const { text } = render('ladder.rung', 'vi', aLetterOf('ladder.rung', { mayDecide: false, remedies: ['reassign', 'addReviewer', 'decideInOwnRight'] }));
  expect(text).toContain('Bạn có thể: giao lại việc cho người khác; thêm người cho ý kiến; tự quyết định theo thẩm quyền của bạn. Mở việc để thực hiện.');
  const none = render('ladder.rung', 'en', aLetterOf('ladder.rung', { mayDecide: false, remedies: [] })).text;
  expect(none).not.toContain('You may');
});

test('a quorum out of reach is told with its count and the ways out, and called no rejection', () => {
  const { text } = render('quorum.impossible', 'vi', aLetterOf('quorum.impossible'));
  expect(text).toContain('cần 3 ý kiến đồng ý nhưng không thể đủ nữa. Đây không phải là ý kiến không đồng ý: bước vẫn mở.');
  expect(text).toContain('Ghế trống: 1');
  for (const way of ['Giao lại ghế trống', 'thêm người cho ý kiến', 'mở lại bước']) expect(text).toContain(way);
});

test.each([...SILENCE_REFUSALS, 'refused', 'noEligible'])('a late task that nothing moves any more says why: %s', (reason) => {
  const { text } = render('task.stalled', 'vi', aLetterOf('task.stalled', { reason }));
  expect(text).toMatch(/đã quá hạn và không tự chuyển được nữa: \p{Ll}[^:]+\. Bước vẫn mở\./u);
  expect(text).toContain('Nhắc người được giao, giao lại việc, hoặc gia hạn. Không ai được coi là đã đồng ý.');
});

test('a late task without a reason that has words is not told in none', () => {
  expect(() => render('task.stalled', 'vi', aLetterOf('task.stalled', { reason: 'toString' }))).toThrow('no words');
});

test('a paused clock and unknown costs are said, not left blank', () => {
  const model = aLetterOf('task.assigned');
  const { subject, text } = render('task.assigned', 'vi', { ...model, task: model.task && { ...model.task, dueAt: null }, costAfterDong: null });
  expect(subject).toBe('[TinhGọn] 1.000001 · Cần ý kiến');
  expect(text).toContain('Hạn: đang tạm dừng');
  expect(text).toContain('Tiết kiệm mỗi năm: chưa tính');
});

test('nobody is invited to answer by mail, since nobody reads the answers', () => {
  for (const [kind, locale] of every) {
    const { text } = render(kind, locale, aLetterOf(kind));
    expect(text).not.toMatch(/trả lời thư này|reply to this|dòng đầu tiên/i);
    expect(text).toContain(locale === 'vi' ? 'hộp thư gửi không nhận trả lời' : 'does not read mail');
  }
});

describe('single-decision-link', () => {
  test.each(every)('%s in %s has one link to decide at most, and none named after a verdict', (kind, locale) => {
    const { text, html } = render(kind, locale, aLetterOf(kind));
    const links = hrefs(html).filter((href) => href.includes('/q/'));
    const expected = KINDS_WITH_LINK.includes(kind) ? 1 : 0;
    expect(links).toHaveLength(expected);
    expect(new Set(text.match(/https?:\S+\/q\/\S+/g) ?? []).size).toBe(expected);
    expect(links.join()).not.toMatch(/approve|reject|return|verdict/);
  });
});

describe('no-remote-resource', () => {
  test.each(every)('%s in %s fetches nothing and points nowhere but home', (kind, locale) => {
    const { html } = render(kind, locale, aLetterOf(kind));
    expect(html).not.toMatch(/<(img|script|link|iframe|object|embed|video|audio|form|style)\b/i);
    expect(html).not.toMatch(/\b(src|background|srcset|poster)\s*=|url\(|@import|@font-face/i);
    for (const href of hrefs(html)) expect(new URL(href).host).toBe('tinhgon.example');
  });
});

describe('text-equals-html-facts', () => {
  test.each(every)('%s in %s says the same in both bodies', (kind, locale) => {
    const { text, html } = render(kind, locale, aLetterOf(kind));
    const shown = seen(html);
    for (const line of text.split('\n').filter((part) => part !== '')) {
      const bare = line.replace(/^\| /u, '').replace(/^\((.*)\)$/u, '$1');
      for (const part of bare.split(/(?<=^[^:]{1,60}): /u)) expect(shown).toContain(part.replace(/\s+/gu, ' ').trim());
    }
  });

  test('for amounts, names and rounds of every kind', () => {
    const money = fc.option(fc.integer({ min: 0, max: 9_000_000_000_000 }));
    fc.assert(
      fc.property(
        money,
        money,
        fc.integer({ min: 1, max: 9 }),
        fc.string({ unit: fc.constantFrom('a', 'Ơ', '<', '&', '"', "'", ' ', 'đ'), maxLength: 30 }),
        (before, after, round, name) => {
          const base = aLetterOf('task.assigned');
          const model: LetterModel = {
            ...base,
            costBeforeDong: before,
            costAfterDong: after,
            procedure: { code: '1.000001', name: `X${name}X` },
            task: base.task && { ...base.task, round },
          };
          const { text, html } = render('task.assigned', 'vi', model);
          const shown = seen(html);
          for (const row of text.split('\n').filter((line) => /^(Tiết kiệm|Hạn|Thay đổi|Đề nghị)/u.test(line))) {
            for (const part of row.split(/(?<=^[^:]{1,20}): /u)) expect(shown).toContain(part.replace(/\s+/gu, ' ').trim());
          }
        },
      ),
      { seed: 20_261_125, numRuns: 200 },
    );
  });
});

describe('header-injection', () => {
  test('a line break or control character in a name, a unit or a title is refused', () => {
    const bad = fc.constantFrom('\r\n', '\n', '\r', '\u0000', '\u001b', '\u0085', '\u2028', '\u007f');
    const place = fc.constantFrom<(text: string) => Partial<LetterModel>>(
      (text) => ({ recipient: { honorific: 'bà', name: text, unit: null } }),
      (text) => ({ recipient: { honorific: 'bà', name: 'B', unit: text } }),
      (text) => ({ procedure: { code: text, name: 'x' } }),
      (text) => ({ procedure: { code: '1.000001', name: text } }),
    );
    fc.assert(
      fc.property(bad, place, (character, over) => {
        expect(() => render('task.assigned', 'vi', aLetterOf('task.assigned', over(`Bcc${character}: x@evil.example`)))).toThrow('control character');
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  test('a comment keeps its lines, each marked as somebody else’s; other control characters are refused', () => {
    const model = aLetter();
    const { text } = render('decision.receipt', 'vi', model);
    expect(text).toContain('| Thiếu căn cứ.\n| Bổ sung Điều 8.');
    expect(() => render('decision.receipt', 'vi', { ...model, decision: model.decision && { ...model.decision, comment: 'x\u0007' } })).toThrow(
      'control character',
    );
  });

  test('a subject never grows beyond 120 characters', () => {
    expect(() => render('task.assigned', 'vi', aLetterOf('task.assigned', { procedure: { code: '1'.repeat(120), name: 'x' } }))).toThrow('120');
    for (const [kind, locale] of every) {
      expect(
        [...render(kind, locale, aLetterOf(kind, { procedure: { code: '1.004194.000.00.00.H48', name: 'x'.repeat(900) } })).subject].length,
      ).toBeLessThanOrEqual(120);
    }
  });
});

test('what people wrote is text, never markup', () => {
  const { html } = render('task.assigned', 'vi', aLetterOf('task.assigned', { procedure: { code: '1.000001', name: '<script>alert(1)</script>"x' } }));
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;x');
});

test.each(['stageClosed', 'reviewWithdrawn', 'contentChanged', 'reopened'])('a task that falls away because of %s says so', (reason) => {
  expect(render('task.withdrawn', 'vi', aLetterOf('task.withdrawn', { reason })).text).toMatch(/không còn cần ý kiến của bạn vì \p{Ll}/u);
});

test('a reason nobody has words for is not sent as a blank', () => {
  expect(() => render('task.withdrawn', 'vi', aLetterOf('task.withdrawn', { reason: 'toString' }))).toThrow('reason');
});

test('a letter that lacks what its kind must say is not made', () => {
  expect(() => render('task.assigned', 'vi', aLetter())).toThrow('decision link');
  expect(() => render('decision.receipt', 'vi', aLetter({ decision: null }))).toThrow('decision');
  expect(() => render('link.code', 'vi', aLetter({ code: null }))).toThrow('code');
});

test('the same notice gives the same letter', () => {
  for (const [kind, locale] of every) expect(render(kind, locale, aLetterOf(kind))).toEqual(render(kind, locale, aLetterOf(kind)));
});
