import { renderBanner } from '../../../local/banner.js';

const state = {
  phase: 'ready' as const,
  ports: { web: 8080, temporalUi: 8233 },
  environment: { DATABASE_URL: 'mysql://tinhgon:secret@127.0.0.1/tinhgon' },
  urls: {
    web: 'http://localhost:8080',
    apiDocs: 'http://localhost:8080/api/docs',
    openapi: 'http://localhost:8080/api/openapi.json',
    mail: 'http://localhost:8080/dev/mail',
    temporalUi: 'http://localhost:8233',
  },
};

describe('the block that ends a start', () => {
  it('names every address, the log-ins and the first thing to try', () => {
    const block = renderBanner(state, 'Ctrl-C', 6_149);
    for (const part of [
      'khởi động trong 6,1 s',
      'http://localhost:8080/dev/mail',
      '/api/openapi.json',
      'http://localhost:8233',
      'truongDonVi@demo',
      'mật khẩu: demo',
      'npx tinhgon demo advance',
    ])
      expect(block).toContain(part);
    expect(block).not.toContain('secret');
  });

  it('leaves out what does not run here', () => {
    const { mail: _mail, temporalUi: _ui, ...urls } = state.urls;
    const block = renderBanner({ urls }, 'npx tinhgon local down');
    expect(block).not.toMatch(/^ {2}(Hộp thư thử|Temporal) /mu);
    expect(block).not.toContain('khởi động trong');
    expect(block).toMatch(/^ {2}Dừng +npx tinhgon local down /mu);
  });
});
