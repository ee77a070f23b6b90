import { readCodes } from '../../../../web/src/campaign/read-codes.js';

describe('pasted procedure codes', () => {
  it('are read one a line, each once', () => {
    expect(readCodes('1.004194\n2.000815\r\n1.004194\n')).toEqual({ codes: ['1.004194', '2.000815'], repeated: ['1.004194'], unreadable: [] });
  });

  it('are mended where a spreadsheet made numbers of them', () => {
    expect(readCodes('1.00201\n1002010\n1,002').codes).toEqual(['1.002010', '1.002000']);
    expect(readCodes('1.00201 1002010').repeated).toEqual(['1.002010']);
  });

  it('keep the provincial suffix', () => {
    expect(readCodes('1.001260.000.00.00.H36').codes).toEqual(['1.001260.000.00.00.H36']);
  });

  it('pass over headings and names, and name what cannot be a code', () => {
    expect(readCodes('Mã TTHC\tTên\n1.004194\tĐăng ký tạm trú\n12345678')).toEqual({ codes: ['1.004194'], repeated: [], unreadable: ['12345678'] });
  });
});
