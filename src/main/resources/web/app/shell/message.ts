/** What a message's places are filled with. */
export type Values = Readonly<Record<string, string | number | Date>>;

type Part =
  | string
  | { kind: 'value'; name: string; style: string }
  | { kind: 'count' }
  | { kind: 'choice'; name: string; plural: boolean; ordinal: boolean; offset: number; cases: Map<string, Part[]> };

/**
 * Formats an ICU message: `{name}`, `{name, number}`, `{name, date}`, `{name, time}`, `{n, plural, =0 {…} one {… # …} other {…}}`,
 * `selectordinal` and `select`, with ICU's quoting (`''` is an apostrophe, `'{'` a brace). A message that is out of form throws.
 */
export function format(message: string, values: Values, language: string): string {
  let parts = parsed.get(message);
  if (!parts) {
    parts = new Reader(message).all();
    parsed.set(message, parts);
  }
  return written(parts, values, language, undefined);
}

/** Messages are few and fixed; each is read once. */
const parsed = new Map<string, Part[]>();

function written(parts: Part[], values: Values, language: string, count: number | undefined): string {
  return parts
    .map(part => {
      if (typeof part === 'string') {
        return part;
      }
      if (part.kind === 'count') {
        return count === undefined ? '#' : new Intl.NumberFormat(language).format(count);
      }
      const value = values[part.name];
      if (value === undefined) {
        throw new RangeError(`the message needs ${part.name}`);
      }
      if (part.kind === 'value') {
        return shown(value, part.style, language);
      }
      return chosen(part, value, values, language, count);
    })
    .join('');
}

function shown(value: string | number | Date, style: string, language: string): string {
  if (value instanceof Date || style === 'date' || style === 'time') {
    const options: Intl.DateTimeFormatOptions = style === 'time' ? { timeStyle: 'short' } : { dateStyle: 'medium' };
    return new Intl.DateTimeFormat(language, options).format(new Date(value));
  }
  return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
}

function chosen(
  part: Exclude<Part, string> & { kind: 'choice' },
  value: string | number | Date,
  values: Values,
  language: string,
  outer: number | undefined,
): string {
  const other = part.cases.get('other') as Part[];
  if (!part.plural) {
    return written(part.cases.get(String(value)) ?? other, values, language, outer);
  }
  const number = Number(value);
  const category = new Intl.PluralRules(language, { type: part.ordinal ? 'ordinal' : 'cardinal' }).select(number - part.offset);
  return written(part.cases.get(`=${number}`) ?? part.cases.get(category) ?? other, values, language, number - part.offset);
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): Part[] {
    const parts = this.#parts(false);
    if (this.#at < this.#text.length) {
      throw this.#wrong();
    }
    return parts;
  }

  #parts(inPlural: boolean): Part[] {
    const parts: Part[] = [];
    let plain = '';
    const flush = () => {
      if (plain) {
        parts.push(plain);
      }
      plain = '';
    };
    while (this.#at < this.#text.length) {
      const c = this.#text[this.#at] as string;
      if (c === '}') {
        break;
      }
      this.#at++;
      if (c === "'") {
        plain += this.#quoted(inPlural);
      } else if (c === '{') {
        flush();
        parts.push(this.#place());
      } else if (c === '#' && inPlural) {
        flush();
        parts.push({ kind: 'count' });
      } else {
        plain += c;
      }
    }
    flush();
    return parts;
  }

  /** After an apostrophe: two are one, and before a brace (or # in a plural) it quotes up to the next; else it is itself. */
  #quoted(inPlural: boolean): string {
    const next = this.#text[this.#at];
    if (next === "'") {
      this.#at++;
      return "'";
    }
    if (next !== '{' && next !== '}' && !(inPlural && next === '#')) {
      return "'";
    }
    const end = this.#text.indexOf("'", this.#at);
    const to = end < 0 ? this.#text.length : end;
    const quoted = this.#text.slice(this.#at, to);
    this.#at = to + 1;
    return quoted;
  }

  #place(): Part {
    const name = this.#until(/[,}]/);
    if (this.#take() === '}') {
      return { kind: 'value', name, style: '' };
    }
    const type = this.#until(/[,}]/);
    const end = this.#take();
    if (type === 'plural' || type === 'selectordinal' || type === 'select') {
      if (end !== ',') {
        throw this.#wrong();
      }
      return this.#choice(name, type);
    }
    if (end !== '}') {
      throw this.#wrong();
    }
    return { kind: 'value', name, style: type };
  }

  #choice(name: string, type: string): Part {
    const plural = type !== 'select';
    const cases = new Map<string, Part[]>();
    let offset = 0;
    for (;;) {
      this.#blanks();
      if (this.#text[this.#at] === '}') {
        this.#at++;
        break;
      }
      const key = this.#until(/[\s{}]/);
      if (plural && key.startsWith('offset:')) {
        offset = Number(key.slice('offset:'.length));
        continue;
      }
      this.#blanks();
      if (!key || this.#take() !== '{') {
        throw this.#wrong();
      }
      cases.set(key, this.#parts(plural));
      if (this.#take() !== '}') {
        throw this.#wrong();
      }
    }
    if (!cases.has('other')) {
      throw this.#wrong();
    }
    return { kind: 'choice', name, plural, ordinal: type === 'selectordinal', offset, cases };
  }

  #until(end: RegExp): string {
    const from = this.#at;
    while (this.#at < this.#text.length && !end.test(this.#text[this.#at] as string)) {
      this.#at++;
    }
    return this.#text.slice(from, this.#at).trim();
  }

  #take(): string {
    const c = this.#text[this.#at++];
    if (c === undefined) {
      throw this.#wrong();
    }
    return c;
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) {
      this.#at++;
    }
  }

  #wrong(): RangeError {
    return new RangeError(`a message is out of form at ${this.#at}: ${this.#text}`);
  }
}
