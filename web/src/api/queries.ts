/** What each screen asks the server for, with how often it asks again. */
import { keepPreviousData, useInfiniteQuery, useQuery, type InfiniteData, type UseInfiniteQueryResult, type UseQueryResult } from '@tanstack/react-query';
import { send, type Query } from './http.js';
import type {
  AbsenceView,
  AccountRow,
  CampaignProgress,
  CampaignRow,
  Clock,
  DelegationView,
  ExecutionBoard,
  LadderReport,
  Me,
  OverdueBoard,
  Page,
  PersonRow,
  PostRow,
  ProcedureDetail,
  ProcedureRow,
  ReviewDetail,
  ReviewRow,
  RouteRow,
  RouteVersion,
  TaskDetail,
  TaskRow,
  Unit,
} from './types.js';

/** A list that changes through other people's mail is asked for again this often. */
const LIVE_MS = 2_000;

const read = async <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  (await send<T>('GET', path, signal ? { query, signal } : { query })).data;

export const useMe = (): UseQueryResult<Me> =>
  useQuery({ queryKey: ['me'], queryFn: ({ signal }) => read<Me>('/me', {}, signal), retry: false, staleTime: 60_000 });

export const useClock = (): UseQueryResult<Clock> =>
  useQuery({ queryKey: ['clock'], queryFn: ({ signal }) => read<Clock>('/clock', {}, signal), refetchInterval: 15_000 });

export const useUnits = (): UseQueryResult<Page<Unit>> =>
  useQuery({ queryKey: ['units'], queryFn: ({ signal }) => read<Page<Unit>>('/units', {}, signal), staleTime: 300_000 });

/** People with their posts; null asks for nobody. */
export const usePeople = (query: Query | null): UseQueryResult<Page<PersonRow>> =>
  useQuery({
    queryKey: ['people', query],
    queryFn: ({ signal }) => read<Page<PersonRow>>('/people', query ?? {}, signal),
    enabled: query !== null,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** Powers handed on that name me now: shown beside my name on every screen. */
export const useStandingIn = (): { readonly delegations: readonly DelegationView[]; readonly absences: readonly AbsenceView[] } => {
  const query: Query = { mine: true, state: 'current', limit: 100 };
  const delegations = useQuery({
    queryKey: ['delegations', 'standing', query],
    queryFn: ({ signal }) => read<Page<DelegationView>>('/delegations', query, signal),
    staleTime: 60_000,
  });
  const absences = useQuery({
    queryKey: ['absences', 'standing', query],
    queryFn: ({ signal }) => read<Page<AbsenceView>>('/absences', query, signal),
    staleTime: 60_000,
  });
  return { delegations: delegations.data?.items ?? [], absences: absences.data?.items ?? [] };
};

type Pages<T> = UseInfiniteQueryResult<InfiniteData<Page<T>>>;

function usePages<T>(key: readonly unknown[], path: string, query: Query, refetchInterval: number | false = false): Pages<T> {
  return useInfiniteQuery({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => read<Page<T>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval,
  });
}

/** The rows of the pages fetched so far. */
export const rowsOf = <T>(data: InfiniteData<Page<T>> | undefined): readonly T[] => data?.pages.flatMap((page) => page.items) ?? [];

export type TaskCounts = { readonly todo: number; readonly waiting: number; readonly done: number; readonly overdue: number };
export type TaskPage = Page<TaskRow> & { readonly counts?: TaskCounts };

export const useTasks = (query: Query): UseInfiniteQueryResult<InfiniteData<TaskPage>> =>
  usePages<TaskRow>(['tasks'], '/tasks', query, LIVE_MS) as UseInfiniteQueryResult<InfiniteData<TaskPage>>;

/** A task with the version it was read at. */
export type ReadTask = { readonly task: TaskDetail; readonly etag: string };

export const useTask = (id: string): UseQueryResult<ReadTask> =>
  useQuery({
    queryKey: ['task', id],
    queryFn: async ({ signal }) => {
      const { data, etag } = await send<TaskDetail>('GET', `/tasks/${encodeURIComponent(id)}`, { signal });
      return { task: data, etag: etag ?? `"v${data.version}"` };
    },
    refetchOnWindowFocus: false,
  });

export const useDelegations = (query: Query): Pages<DelegationView> => usePages<DelegationView>(['delegations'], '/delegations', query);
export const useAbsences = (query: Query): Pages<AbsenceView> => usePages<AbsenceView>(['absences'], '/absences', query);

export const usePosts = (query: Query): Pages<PostRow> => usePages<PostRow>(['posts'], '/posts', query);
export const useAccounts = (query: Query): Pages<AccountRow> => usePages<AccountRow>(['accounts'], '/accounts', query);

export const useProcedures = (query: Query): Pages<ProcedureRow> => usePages<ProcedureRow>(['procedures'], '/procedures', query);

export const useProcedure = (code: string): UseQueryResult<ProcedureDetail> =>
  useQuery({ queryKey: ['procedure', code], queryFn: ({ signal }) => read<ProcedureDetail>(`/procedures/${encodeURIComponent(code)}`, {}, signal) });

export const useCampaigns = (): Pages<CampaignRow> => usePages<CampaignRow>(['campaigns'], '/campaigns', {});

export const useCampaign = (id: string): UseQueryResult<CampaignProgress> =>
  useQuery({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => read<CampaignProgress>(`/campaigns/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: LIVE_MS * 2,
  });

export const useCampaignReviews = (id: string, query: Query): Pages<ReviewRow> =>
  usePages<ReviewRow>(['campaignReviews', id], `/campaigns/${encodeURIComponent(id)}/reviews`, query, LIVE_MS * 4);

/** A review with the tag its proposal is written against. */
export type ReadReview = { readonly review: ReviewDetail; readonly etag: string };

export const useReview = (id: string, live = false): UseQueryResult<ReadReview> =>
  useQuery({
    queryKey: ['review', id],
    queryFn: async ({ signal }) => {
      const { data, etag } = await send<ReviewDetail>('GET', `/reviews/${encodeURIComponent(id)}`, { signal });
      return { review: data, etag: etag ?? `"r${data.revision}"` };
    },
    refetchInterval: live ? LIVE_MS * 2 : false,
    refetchOnWindowFocus: live,
  });

export const useRoutes = (): UseQueryResult<Page<RouteRow>> =>
  useQuery({ queryKey: ['routes'], queryFn: ({ signal }) => read<Page<RouteRow>>('/routes', {}, signal) });

export const useRouteVersion = (key: string, version: string): UseQueryResult<RouteVersion> =>
  useQuery({
    queryKey: ['route', key, version],
    queryFn: ({ signal }) => read<RouteVersion>(`/routes/${encodeURIComponent(key)}/versions/${encodeURIComponent(version)}`, {}, signal),
  });

/** Read once a visit: it changes by the day. */
export const useLadderReport = (): UseQueryResult<LadderReport> =>
  useQuery({ queryKey: ['ladder'], queryFn: ({ signal }) => read<LadderReport>('/reports/ladder', {}, signal), staleTime: 300_000 });

/** The board with further pages of its list; the figures are those of the first. */
export const useExecution = (query: Query): UseInfiniteQueryResult<InfiniteData<ExecutionBoard>> =>
  usePages<ExecutionBoard['items'][number]>(['execution'], '/execution', query, LIVE_MS * 4) as UseInfiniteQueryResult<InfiniteData<ExecutionBoard>>;

export const useOverdue = (query: Query): UseQueryResult<OverdueBoard> =>
  useQuery({
    queryKey: ['overdue', query],
    queryFn: ({ signal }) => read<OverdueBoard>('/overdue', query, signal),
    refetchInterval: LIVE_MS * 2,
    placeholderData: keepPreviousData,
  });
