import ts from 'typescript';
import en from '../../../../web/src/i18n/en.json';
import vi from '../../../../web/src/i18n/vi.json';
import { sourcesOf, type Source } from '../../../support/sources.js';

type Catalogue = { readonly [key: string]: string | Catalogue };

/** The texts of a catalogue under their dotted keys, with the plural forms of one text kept apart. */
function textsOf(catalogue: Catalogue, before = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${before}${key}`, value] as const] : [...textsOf(value, `${before}${key}.`)],
    ),
  );
}

const withoutPlural = (key: string): string => key.replace(/_(?:zero|one|two|few|many|other)$/u, '');
const keysOf = (texts: ReadonlyMap<string, string>): ReadonlySet<string> => new Set([...texts.keys()].map(withoutPlural));
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** What the screens ask for: whole keys, patterns of keys whose middle or end is a value, and every literal that might be a key held in a table. */
type Asked = { readonly keys: Set<string>; readonly patterns: Map<string, RegExp>; readonly literals: Set<string> };

function patternOf(template: ts.TemplateExpression): RegExp {
  const parts = template.templateSpans.map((span) => `[A-Za-z0-9-]+${escaped(span.literal.text)}`);
  return new RegExp(`^${escaped(template.head.text)}${parts.join('')}$`, 'u');
}

function askedBy(sources: readonly Source[]): Asked {
  const asked: Asked = { keys: new Set(), patterns: new Map(), literals: new Set() };
  const takeKey = (node: ts.Expression): void => {
    if (ts.isStringLiteralLike(node)) asked.keys.add(node.text);
    else if (ts.isTemplateExpression(node)) asked.patterns.set(node.getText(), patternOf(node));
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(takeKey);
    else if (ts.isParenthesizedExpression(node)) takeKey(node.expression);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) asked.literals.add(node.text);
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't' && node.arguments[0] !== undefined)
      takeKey(node.arguments[0]);
    ts.forEachChild(node, walk);
  };
  for (const { path, text } of sources)
    walk(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS));
  return asked;
}

const VI = textsOf(vi);
const EN = textsOf(en);
const asked = askedBy(sourcesOf(['web/src']));

describe('the words of the screens', () => {
  it.each([
    ['Vietnamese', VI],
    ['English', EN],
  ])('every key a screen asks for is in the %s catalogue', (_, texts) => {
    const known = keysOf(texts);
    expect(asked.keys.size).toBeGreaterThan(200);
    expect([...asked.keys].filter((key) => !known.has(key))).toEqual([]);
    expect([...asked.patterns].filter(([, pattern]) => ![...known].some((key) => pattern.test(key))).map(([template]) => template)).toEqual([]);
  });

  it('every text of the catalogue is asked for by some screen', () => {
    const patterns = [...asked.patterns.values()];
    expect([...keysOf(VI)].filter((key) => !asked.keys.has(key) && !asked.literals.has(key) && !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
  });

  it('a missing key is noticed', () => {
    const { keys, patterns } = askedBy([{ path: 'planted.tsx', text: "const a = <p>{t(on ? 'no.such' : 'nav.work')}{t(`no.${kind}.title`)}</p>;" }]);
    expect([...keys].filter((key) => !keysOf(VI).has(key))).toEqual(['no.such']);
    expect([...patterns.values()].map((pattern) => [...keysOf(VI)].some((key) => pattern.test(key)))).toEqual([false]);
  });
});
