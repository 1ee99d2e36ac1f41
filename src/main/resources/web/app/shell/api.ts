import type { Values } from './message.ts';
import { hasWords, need, t, type Words } from './words.ts';

/** What problems are called in the reader's language, by the names of their kinds; loaded with the first problem. */
const WORDS: Words = { en: () => import('../words/problems.en.ts'), de: () => import('../words/problems.de.ts') };

/** Why a request came to nothing: a problem of the server's (RFC 9457), or of the way there (status 0). */
export class Problem extends Error {
  /** Any HTTP status; 0 when the server was not reached. */
  readonly status: number;
  /** The short name of the kind, for example `permission`; empty for none. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number | undefined;
  /** What the server's sentence names, for ours: limits, names. */
  readonly parts: Values;

  constructor(status: number, type: string, title: string, detail: string, retryAfter?: number, parts: Values = {}) {
    super(detail || title);
    this.name = 'Problem';
    this.status = status;
    this.type = type;
    this.title = title;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.parts = parts;
  }

  /** Whether nobody was reached. */
  get offline(): boolean {
    return this.status === 0;
  }

  /** Which of the `state.` words it has in common with others. */
  get kind(): string {
    return KINDS[this.status] ?? 'failed';
  }

  /**
   * What went wrong and what to do next, as the reader is told: in the words for its kind, or those that came with it, which a server
   * newer than this page writes in English, or else what its status says.
   */
  get said(): string {
    return this.#called() || this.detail || t(`state.${this.kind}.first`);
  }

  #called(): string {
    const key = `problem.${this.type}`;
    try {
      return hasWords(key) ? t(key, this.parts) : '';
    } catch (failure) {
      // Another version's problem of the same name, with other parts.
      if (failure instanceof RangeError) {
        return '';
      }
      throw failure;
    }
  }

  /** Any failure as a problem; what is none is a mistake of ours, and is thrown on. */
  static of(failure: unknown): Problem {
    if (failure instanceof Problem) {
      return failure;
    }
    throw failure;
  }
}

const KINDS: Record<number, string> = { 0: 'offline', 401: 'signedout', 403: 'forbidden', 404: 'missing', 429: 'toomuch' };

/** What goes with a request. */
export type Asking = {
  /** JSON, or text and bytes as they are. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Past every cache: for what was just changed. */
  fresh?: boolean;
};

const TRIES = 3;
const LATE = 20_000;
const PAUSE_MOST = 5_000;
/** Where the cookie says who asks. */
const BY_SESSION = /^\/(admin|moderation|session)\b/;

/** Requests to this server. Reading is tried three times when the way is bad; writing once, since nobody knows what arrived. */
export const api = {
  get: <T>(path: string, asking: Asking = {}) => json<T>('GET', path, asking),
  post: <T>(path: string, body?: unknown, asking: Asking = {}) => json<T>('POST', path, { ...asking, body: body ?? {} }),
  put: <T>(path: string, body?: unknown, asking: Asking = {}) => json<T>('PUT', path, { ...asking, body: body ?? {} }),
  patch: <T>(path: string, body?: unknown, asking: Asking = {}) => json<T>('PATCH', path, { ...asking, body: body ?? {} }),
  delete: <T>(path: string, asking: Asking = {}) => json<T>('DELETE', path, asking),
  /** The answer itself, for what is not JSON: CSV, archives. */
  send,
};

let renew: () => Promise<boolean> = async () => false;
let running: Promise<boolean> | undefined;

/** Says how a session that has ended is opened anew: what was refused for want of one is asked once more. */
export function renewing(how: () => Promise<boolean>): void {
  renew = how;
}

function renewedNow(): Promise<boolean> {
  running ??= renew()
    .catch((failure: unknown) => !Problem.of(failure))
    .finally(() => (running = undefined));
  return running;
}

async function json<T>(method: string, path: string, asking: Asking): Promise<T> {
  const answer = await send(method, path, asking);
  return read(path, await answer.text());
}

/** The JSON that the server answered with from this path; nothing where it said nothing. */
export function read<T>(path: string, text: string): T {
  return (text ? JSON.parse(text, REPORTED.test(path) ? straight : undefined) : undefined) as T;
}

/** What tells people what others wrote. Signed documents come otherwise, and stay as they are. */
const REPORTED = /^\/(admin\/|moderation\/|notices|client\/v1\/[^/]+\/notifications)/;
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Without characters that turn the direction of what stands after them. */
function straight(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(TURNS, '') : value;
}

async function send(method: string, path: string, asking: Asking = {}): Promise<Response> {
  const reading = method === 'GET';
  let renewable = BY_SESSION.test(path) && asking.headers?.['Signature-Input'] === undefined;
  for (let tried = 1; ; tried++) {
    const problem = await once(method, path, asking);
    if (problem instanceof Response) {
      return problem;
    }
    if (problem.status === 401 && renewable && (await renewedNow())) {
      renewable = false;
      continue;
    }
    const passing = problem.status === 0 || problem.status === 502 || problem.status === 503;
    if (!reading || !passing || tried === TRIES) {
      if (problem.status === 401) {
        document.dispatchEvent(new CustomEvent('gw-signed-out'));
      }
      if (!problem.offline) {
        await need(WORDS).catch(() => undefined);
      }
      throw problem;
    }
    await pause(Math.min((problem.retryAfter ?? tried * 0.4) * 1000, PAUSE_MOST), asking.signal);
  }
}

async function once(method: string, path: string, asking: Asking): Promise<Response | Problem> {
  const { body, headers = {}, signal } = asking;
  const asIs = typeof body === 'string' || body instanceof Uint8Array || body instanceof Blob;
  const late = AbortSignal.timeout(LATE);
  try {
    const answer = await fetch(path, {
      method,
      headers: { Accept: 'application/json', ...(body !== undefined && !asIs ? { 'Content-Type': 'application/json' } : {}), ...headers },
      body: body === undefined ? undefined : asIs ? (body as BodyInit) : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, late]) : late,
      cache: asking.fresh ? 'no-store' : 'default',
      credentials: 'same-origin',
      redirect: 'error',
    });
    return answer.ok ? await whole(answer) : await refusal(answer);
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    return new Problem(0, 'offline', '', '');
  }
}

/** The answer with all of its body: whoever loses the line in the midst of it has no answer. */
async function whole(answer: Response): Promise<Response> {
  return answer.status === 204 ? answer : new Response(await answer.arrayBuffer(), answer);
}

async function refusal(answer: Response): Promise<Problem> {
  const after = Number(answer.headers.get('Retry-After') ?? NaN);
  const said = (await answer.json().catch(() => ({}))) as Record<string, string | number | undefined>;
  const text = (name: string) => String(said[name] ?? '');
  const type = text('type').replace(/^.*[/#:]/, '');
  return new Problem(answer.status, type, text('title'), text('detail'), Number.isFinite(after) ? after : undefined, said as Values);
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, ended) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      ended(signal.reason);
    });
  });
}
