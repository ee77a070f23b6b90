/**
 * One operation of the API as data: its address, who may call it, what it takes, what it answers, how it is done.
 * Router, validation and OpenAPI document are all made of the same list, so none of them can fall behind.
 */
import type { Hash } from '../domain/review/content-digest.js';
import type { Operation, Scope } from '../domain/shared/access.js';
import type { ActingPerson } from '../queries/actor.query.js';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Actor } from '../commands/frame/actor.js';
import type { ApiDeps } from './deps.js';
import type { Language } from './problems.js';

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** Who may call: everybody, anybody signed in, or people with an operation somewhere. */
export type Access = 'public' | 'signedIn' | Operation;

export type UploadedFile = { readonly name: string; readonly bytes: Uint8Array };

/** One call, as a handler sees it. */
export type Call<Params, Query, Body> = {
  readonly deps: ApiDeps;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly file: UploadedFile | null;
  readonly language: Language;
  readonly hash: Hash;
  /** @throws Error on a public endpoint: nobody is known there */
  readonly person: () => ActingPerson;
  readonly actor: () => Actor;
  /** Where the caller may do something. */
  readonly scope: (operation: Operation) => Scope;
  /** The `Idempotency-Key` header. @throws idempotency_key_missing, idempotency_key_invalid */
  readonly key: () => string;
  /** The number in `If-Match: "<letter><number>"`. @throws if_match_missing, version_moved when it names no version */
  readonly ifMatch: (letter: string) => number;
  readonly request: Request;
  readonly response: Response;
};

export type Reply<Answer> = {
  readonly status?: number;
  readonly body: Answer;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Endpoint = {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** OpenAPI form, below `/api/v1`: `/tasks/{id}/decisions` */
  readonly path: string;
  /** Unique, camelCase: the name of the operation in the document. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Takes `multipart/form-data` with one `file`; `body` then describes the other fields. */
  readonly upload?: boolean;
  /** Needs an `Idempotency-Key`. */
  readonly keyed?: boolean;
  /** Needs `If-Match`, in the form described. */
  readonly matched?: string;
  /** Heeds `If-Match` where it is sent, in the form described. */
  readonly matchable?: string;
  /** Answers an `ETag`. */
  readonly tagged?: boolean;
  readonly status: 200 | 201 | 204;
  readonly answer: z.ZodType | null;
  /** Refusals worth naming beside those every operation has. */
  readonly refusals?: readonly number[];
  readonly handle: (call: Call<never, never, never>) => Promise<Reply<unknown>>;
};

type Out<T> = T extends z.ZodType ? z.output<T> : Record<string, never>;

/** An endpoint whose handler is typed by its own schemas. */
export function endpoint<
  A extends z.ZodType | null,
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  definition: Omit<Endpoint, 'params' | 'query' | 'body' | 'answer' | 'handle'> & {
    readonly params?: P;
    readonly query?: Q;
    readonly body?: B;
    readonly answer: A;
    readonly handle: (call: Call<Out<P>, Out<Q>, Out<B>>) => Promise<Reply<A extends z.ZodType ? DeepReadonly<z.input<A>> : null>>;
  },
): Endpoint {
  return definition as unknown as Endpoint;
}

/** What a keyed command answers: 201 when it happens, 200 with the first receipt when it is asked again. */
export const recorded = <A extends { readonly replayed: boolean }>(answer: A): Reply<A> => ({ status: answer.replayed ? 200 : 201, body: answer });
