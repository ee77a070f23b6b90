/** What the command line takes from the machine it runs on; tests hand in their own. */

export type Sink = {
  readonly write: (text: string) => void;
  /** Waits while the reader of a pipe is behind. */
  readonly flush: () => Promise<void>;
  readonly isTTY: boolean;
  /** Width of the terminal in columns; absent when it is none. */
  readonly columns: number | undefined;
};

/** The stack that `npm start` runs in this checkout. */
export type LocalStack = { readonly url: string };

export type Io = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly stdin: { readonly isTTY: boolean; readonly readAll: () => Promise<string> };
  /** Asks at the terminal; `hidden` shows nothing of what is typed. Called only where stdin is a terminal. */
  readonly ask: (question: string, hidden: boolean) => Promise<string>;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
  readonly randomBytes: (size: number) => Uint8Array;
  /** Folder of the person's own settings. */
  readonly configFolder: string;
  readonly localStack: () => LocalStack | null;
  readonly version: string;
};
