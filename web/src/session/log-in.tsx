/** Signing in. Pasting works, nothing puzzles. */
import { Button, Input, type InputRef } from 'antd';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { send } from '../api/http.js';
import type { Me } from '../api/types.js';
import { useWords } from '../i18n/i18n.js';
import { LanguageSwitch } from '../shell/shell.js';
import { ProblemNotice } from '../ui/problem-notice.js';

export function LogIn(): ReactNode {
  const { t } = useWords();
  const { tiep } = useSearch({ from: '/dang-nhap' });
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const first = useRef<InputRef>(null);
  const title = `${t('login.title')} · TinhGọn`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => first.current?.focus(), []);
  const enter = useMutation({
    mutationFn: async () => (await send<Me>('POST', '/sessions', { body: { login: login.trim(), password } })).data,
    onSuccess: async (me) => {
      cache.clear();
      cache.setQueryData(['me'], me);
      await navigate({ to: tiep ?? '/viec', replace: true });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!enter.isPending) enter.mutate();
  };
  return (
    <div className="login">
      <div className="login-top">
        <LanguageSwitch />
      </div>
      <main className="login-card">
        <p className="login-brand">TinhGọn</p>
        <h1>{t('login.title')}</h1>
        <p className="soft">{t('login.lead')}</p>
        {enter.error === null ? null : <ProblemNotice error={enter.error} />}
        <form onSubmit={submit}>
          <label className="field" htmlFor="login">
            <span className="field-label">{t('login.login')}</span>
            <Input
              id="login"
              name="login"
              value={login}
              onChange={(event) => setLogin(event.target.value)}
              autoComplete="username"
              ref={first}
              required
              size="large"
            />
          </label>
          <label className="field" htmlFor="password">
            <span className="field-label">{t('login.password')}</span>
            <Input.Password
              id="password"
              name="password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              autoComplete="current-password"
              required
              size="large"
            />
          </label>
          <Button type="primary" htmlType="submit" size="large" block loading={enter.isPending}>
            {t('login.enter')}
          </Button>
        </form>
      </main>
    </div>
  );
}
