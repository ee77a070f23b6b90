/** Lets the screens through for a signed-in person, and sends everyone else to sign in. */
import { Navigate, useLocation } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import { problemOf } from '../api/problem.js';
import { useMe } from '../api/queries.js';
import { Shell } from '../shell/shell.js';
import { ProblemNotice } from '../ui/problem-notice.js';
import { Waiting } from '../ui/waiting.js';

export function SignedIn(): ReactNode {
  const me = useMe();
  const here = useLocation({ select: (location) => location.href });
  // The address moves before this screen goes; it must not name the sign-in itself as the way back.
  const wanted = useRef(here);
  if (me.error !== null && problemOf(me.error).status === 401) return <Navigate to="/dang-nhap" search={{ tiep: wanted.current }} replace />;
  if (me.data === undefined) {
    return <div className="page">{me.error === null ? <Waiting /> : <ProblemNotice error={me.error} onRetry={() => void me.refetch()} />}</div>;
  }
  return <Shell me={me.data} />;
}
