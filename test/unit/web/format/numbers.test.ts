import { decimalText, moneyText, percentText, shortMoneyText, wholeText } from '../../../../web/src/format/numbers.js';

describe('numbers and money on the screen', () => {
  it('group thousands as each language does', () => {
    expect(wholeText(1234567, 'vi')).toBe('1.234.567');
    expect(wholeText(1234567, 'en')).toBe('1,234,567');
    expect(moneyText(384000000, 'vi')).toBe('384.000.000 đ');
  });

  it('shorten only from a million up', () => {
    expect(shortMoneyText(999_999, 'vi')).toBe('999.999 đ');
    expect(shortMoneyText(232_800_000, 'vi')).toBe('232,8 tr đ');
    expect(shortMoneyText(-1_652_000_000_000, 'vi')).toBe('-1.652 tỷ đ');
    expect(shortMoneyText(1_250_000_000, 'en')).toBe('1.3 bn đ');
  });

  it('give a share with two places at most, and none of nothing', () => {
    expect(percentText(232_800_000, 384_000_000, 'vi')).toBe('60,63 %');
    expect(percentText(1, 2, 'en')).toBe('50 %');
    expect(percentText(-1, 3, 'vi')).toBe('-33,33 %');
    expect(percentText('650000000000', '975000000000', 'vi')).toBe('66,67 %');
    expect(percentText(5, 0, 'vi')).toBeNull();
  });

  it('write exact decimals with the mark of the language', () => {
    expect(decimalText('0.5', 'vi')).toBe('0,5');
    expect(decimalText('0.5', 'en')).toBe('0.5');
  });
});
