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

  constructor(status: number, type: string, title: string, detail: string, retryAfter?: number) {
    super(detail || title);
    this.name = 'Problem';
    this.status = status;
    this.type = type;
    this.title = title;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /** Whether nobody was reached. */
  get offline(): boolean {
    return this.status === 0;
  }

  /** Any failure as a problem; what is none is a mistake of ours, and is thrown on. */
  static of(failure: unknown): Problem {
    if (failure instanceof Problem) {
      return failure;
    }
    throw failure;
  }
}

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
const REPORTED = /^\/(admin\/|moderation\/|notices)/;
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
  const said = (await answer.json().catch(() => ({}))) as Partial<Record<'type' | 'title' | 'detail', string>>;
  const type = (said.type ?? '').replace(/^.*[/#:]/, '');
  return new Problem(answer.status, type, said.title ?? '', said.detail ?? '', Number.isFinite(after) ? after : undefined);
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
