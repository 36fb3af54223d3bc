/** What a service says to a request that breaks its rules. */
export class Refused extends Error {
  constructor(status, body) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}

export function sseEvent(data, event) {
  return `${event ? `event: ${event}\n` : ''}data: ${JSON.stringify(data)}\n\n`;
}

/** The text of a content that is a string or a list of parts. */
export function textOf(content) {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? '').join('');
}

/** Ids as services make them: never the same twice. */
export class Ids {
  #last = 0;
  next() {
    return `01e2e${String(++this.#last).padStart(6, '0')}`;
  }
}
