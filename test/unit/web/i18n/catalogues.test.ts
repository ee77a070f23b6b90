import en from '../../../../web/src/i18n/en.json';
import vi from '../../../../web/src/i18n/vi.json';

type Tree = { readonly [key: string]: string | Tree };

const flat = (tree: Tree, prefix = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : flat(value, `${prefix}${key}.`)));

const VI = flat(vi);
const EN = flat(en);

describe('the texts of the screens', () => {
  it('are never empty and carry no stray blanks', () => {
    const careless = [...VI, ...EN].filter(([, text]) => text.trim() === '' || text !== text.trim() || /\s{2}/.test(text));
    expect(VI.length).toBeGreaterThan(300);
    expect(careless).toEqual([]);
  });

  it('are written in composed characters', () => {
    expect([...VI, ...EN].filter(([, text]) => text !== text.normalize('NFC'))).toEqual([]);
  });

  it('have a singular in English wherever they count', () => {
    const keys = new Set(EN.map(([key]) => key));
    expect([...keys].filter((key) => key.endsWith('_other') && !keys.has(key.replace(/_other$/, '_one')))).toEqual([]);
  });
});
