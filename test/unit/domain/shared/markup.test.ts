import fc from 'fast-check';
import { escapeHtml, html } from '../../../../domain/shared/markup.js';

test('values are escaped, markup is kept, nothing is written for null and false', () => {
  expect(html`<p title="${'"x" & \'y\''}">${'<b>'}${html`<i>${1}</i>`}${null}${false}${[html`a`, html`b`]}</p>`.markup).toBe(
    '<p title="&quot;x&quot; &amp; &#39;y&#39;">&lt;b&gt;<i>1</i>ab</p>',
  );
});

test('no text can open a tag or leave an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']/u);
      expect(html`${text}`.markup).toBe(escapeHtml(text));
    }),
    { seed: 3, numRuns: 500 },
  );
});

test('escaping twice shows what was escaped once', () => {
  expect(escapeHtml(escapeHtml('a & b'))).toBe('a &amp;amp; b');
});
