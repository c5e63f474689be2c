// The HTTP API, as the page uses it.

const ENDED = "the server cannot be reached: see that it runs, then try again";

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

let askForKey = null;

// Who is asked for a key where the server wants one; it resolves once the server has taken it.
export function onMissingKey(ask) {
  askForKey = ask;
}

async function send(path, body, method) {
  const asked = body === undefined ? { method } : {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    return await fetch(path, { credentials: "same-origin", ...asked });
  } catch {
    throw new ApiError(0, ENDED);
  }
}

async function complaint(response) {
  const problem = await response.json().catch(() => ({}));
  const told = problem.detail || problem.title || `the server answered ${response.status}`;
  const wait = response.headers.get("retry-after");
  return new ApiError(response.status, wait && response.status === 429 ? `${told} (try again in ${wait} s)` : told);
}

export async function call(path, body, method = body === undefined ? "GET" : "POST") {
  let response = await send(path, body, method);
  while (response.status === 401 && askForKey && path !== "/login") {
    await askForKey();
    response = await send(path, body, method);
  }
  if (!response.ok) throw await complaint(response);
  return response.status === 204 ? null : response.json();
}

const one = encodeURIComponent;

export const api = {
  generate: (prompt, options, fresh = false) => call("/generate", { prompt, options, fresh }),
  status: (id) => call(`/status/${one(id)}`),
  session: (id) => call(`/sessions/${one(id)}`),
  recent: (limit, before) => call(`/tasks?limit=${limit}${before ? `&before=${one(before)}` : ""}`),
  examples: () => call("/examples"),
  report: (url) => call(url),
  refine: (id, prompt) => call(`/tasks/${one(id)}/refine`, { prompt }),
  edit: (id, code) => call(`/tasks/${one(id)}/edit`, { code }),
  cancel: (id) => call(`/tasks/${one(id)}/cancel`, {}),
  rerender: (id) => call(`/tasks/${one(id)}/rerender`, {}),
  rate: (id, isPositive, remove = false) =>
    call("/feedback", { task_id: id, is_positive: isPositive, remove }),
  login: (key) => call("/login", { api_key: key }),
  logout: () => call("/logout", {}),
  events: (id) => `/tasks/${one(id)}/events`,
  download: (id) => `/videos/${one(id)}.mp4`,
};
