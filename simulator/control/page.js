const FAULTS = [
  { label: "Next mint: 401", fault: { kind: "status", status: 401, match: mint() } },
  { label: "Next mint: 403, scope missing", fault: { kind: "status", status: 403, match: mint() } },
  {
    label: "Next mint: 429, retry in 5 s",
    fault: { kind: "status", status: 429, retryAfter: 5, match: mint() },
  },
  { label: "Next mint: 503", fault: { kind: "status", status: 503, body: "html", match: mint() } },
  { label: "Next mint: made, answer lost", fault: { kind: "drop_after", match: mint() } },
  { label: "Next mint: made, then 500", fault: { kind: "status_after", status: 500, match: mint() } },
  { label: "Next mint: answer without key", fault: { kind: "api_key_null", match: mint() } },
  { label: "Next mint: half an answer", fault: { kind: "truncate", match: mint() } },
  { label: "Next mint: 5 s late", fault: { kind: "delay", ms: 5000, match: mint() } },
  { label: "Next delete: 503", fault: { kind: "status", status: 503, match: { method: "DELETE" } } },
  {
    label: "Every admin call: 503",
    fault: { kind: "status", status: 503, match: { pathPattern: "^/v1/organization/", times: null } },
  },
  {
    label: "Every admin call: reset",
    fault: { kind: "drop_before", match: { pathPattern: "^/v1/organization/", times: null } },
  },
];
const SCOPES = { write: "Write", read: "Read", none: "None" };
const CALLS_SHOWN = 100;
const PROJECTS_SHOWN = 200;
const ACCOUNTS_SHOWN = 30;
const GONE_SHOWN_MS = 8000;
const NOTICE_SHOWN_MS = 5000;
const FRESH_MS = 2500;

/** Recently deleted accounts, by ID. */
const gone = new Map();
let known = new Map();
let refreshing = false;
let stale = false;
let noticeTimer;

const byId = (id) => document.getElementById(id);

byId("base-url").textContent = `${location.origin}/v1`;
byId("fault-buttons").append(
  ...FAULTS.map(({ label, fault }) => button(label, () => send("POST", "faults", fault, `Set: ${label}`))),
);
byId("clear-faults").addEventListener("click", () =>
  send("DELETE", "faults", undefined, "All faults cleared"),
);
onSubmit("new-key", (fields) => send("POST", "admin-keys", fields, `Created ${fields.name}`));
onSubmit("new-project", (fields) => send("POST", "projects", fields, `Created ${fields.name}`));

const events = new EventSource("events");
events.addEventListener("change", refresh);
events.addEventListener("open", () => connection("good", "Live"));
events.addEventListener("error", () => connection("bad", "Not reachable"));

async function refresh() {
  stale = refreshing;
  if (refreshing) return;
  refreshing = true;
  try {
    const state = await (await fetch("state")).json();
    const history = await (await fetch(`history?since=${Math.max(0, state.lastSeq - CALLS_SHOWN)}`)).json();
    show(state, history.entries);
  } catch {
    connection("bad", "Not reachable");
  } finally {
    refreshing = false;
    if (stale) refresh();
  }
}

function show(state, entries) {
  noteDepartures(state.serviceAccounts);
  const several = state.organizations.length > 1;
  const organizations = new Map(state.organizations.map(({ id, name }) => [id, name]));
  const where = ({ organizationId }) => (several ? organizations.get(organizationId) : "");
  for (const select of document.querySelectorAll("select[name=organizationId]")) {
    reconcile(select, state.organizations, ({ id, name }) => new Option(name, id));
    select.closest("label").hidden = !several;
  }
  reconcile(byId("admin-keys"), state.adminKeys, (key) => adminKeyRow(key, where(key)));
  reconcile(byId("faults"), state.faults, faultRow);
  byId("clear-faults").hidden = state.faults.length === 0;
  const accounts = Map.groupBy([...gone.values(), ...state.serviceAccounts], ({ projectId }) => projectId);
  reconcile(byId("projects"), state.projects.slice(0, PROJECTS_SHOWN), (project) =>
    projectRow(project, accounts.get(project.id) ?? [], where(project)),
  );
  const calls = entries.toReversed().map((entry) => ({ id: String(entry.seq), ...entry }));
  reconcile(byId("calls"), calls, callRow);
}

function noteDepartures(accounts) {
  const now = new Map(accounts.map((account) => [account.id, account]));
  for (const [id, account] of known) {
    if (now.has(id)) continue;
    gone.set(id, { ...account, gone: true });
    setTimeout(() => {
      gone.delete(id);
      refresh();
    }, GONE_SHOWN_MS);
  }
  known = now;
}

function adminKeyRow(key, organization) {
  const label = key.revokedAt !== null ? "Revoked" : key.live ? "Live" : "Expired";
  const toggle =
    key.revokedAt === null
      ? button(
          "Revoke",
          () => post(`admin-keys/${key.id}/revoke`, `Revoked ${key.name}`),
          `Revoke ${key.name}`,
        )
      : button(
          "Restore",
          () => post(`admin-keys/${key.id}/restore`, `Restored ${key.name}`),
          `Restore ${key.name}`,
        );
  const copy = button("Copy", () => copyText(key.value, `Copied ${key.name}`), `Copy ${key.name}`);
  return row([
    element("span", {}, key.name),
    badge(key.live ? "good" : "bad", label),
    element("span", { class: "quiet" }, [organization, SCOPES[key.scopes]].filter(Boolean).join(" · ")),
    element("code", {}, key.value),
    actions(copy, toggle),
  ]);
}

function faultRow({ id, fault, left }) {
  const { kind, match, ...rest } = fault;
  const where = [match.method, match.pathPattern].filter(Boolean).join(" ");
  const details = Object.entries(rest).filter(([name]) =>
    ["status", "ms", "retryAfter", "when"].includes(name),
  );
  return row([
    element("span", {}, [kind, ...details.map(([, value]) => value)].join(" ")),
    element("code", {}, where || "every call"),
    element("span", { class: "quiet" }, left === null ? "until cleared" : `${left} more`),
    actions(
      button("Clear", () => send("DELETE", `faults/${id}`, undefined, "Fault cleared"), `Clear ${kind}`),
    ),
  ]);
}

function projectRow(project, accounts, organization) {
  const archived = project.archivedAt !== null;
  const archive = () => post(`projects/${project.id}/archive`, `Archived ${project.name}`);
  const live = accounts.filter((account) => !account.gone).length;
  const item = row([
    element("span", {}, project.name),
    badge(archived ? "off" : "good", archived ? "Archived" : "Active"),
    element("code", { class: "quiet" }, project.id),
    element("span", { class: "quiet" }, organization),
    element("span", { class: "quiet" }, live === 1 ? "1 service account" : `${live} service accounts`),
    archived ? "" : actions(button("Archive", archive, `Archive ${project.name}`)),
  ]);
  const list = element("ul", { class: "accounts" });
  reconcile(list, accounts.slice(-ACCOUNTS_SHOWN).reverse(), accountItem);
  if (list.childElementCount > 0) item.append(list);
  return item;
}

function accountItem(account) {
  const state = account.gone ? "gone" : Date.now() - account.createdAt < FRESH_MS ? "fresh" : "there";
  const keys = account.gone
    ? "deleted"
    : account.keys.map(({ redactedValue }) => redactedValue).join(", ") || "no key";
  return element("li", { "data-state": state }, account.name, " ", element("code", {}, keys));
}

function callRow(entry) {
  const waiting = entry.endedAt === null ? "waiting" : "no answer";
  const answer = entry.method === "CONTROL" ? "" : String(entry.status ?? waiting);
  const good = entry.status !== null && entry.status < 400;
  return element(
    "tr",
    {},
    element("td", {}, element("time", {}, new Date(entry.at).toLocaleTimeString("en-GB"))),
    element("td", {}, `${entry.method} `, element("code", {}, entry.path)),
    element(
      "td",
      {},
      answer === "" ? "" : badge(good ? "good" : "bad", answer),
      entry.fault ? ` ${entry.fault}` : "",
    ),
    element("td", {}, entry.effect ? `${entry.effect} ${entry.name}` : ""),
  );
}

/** Replaces the container's children with the items' elements. Unchanged ones stay, and with them the focus. */
function reconcile(container, items, create) {
  const old = new Map([...container.children].map((child) => [child.dataset.id, child]));
  const focused = document.activeElement?.getAttribute("aria-label");
  const children = items.map((item) => {
    const child = create(item);
    const before = old.get(item.id);
    if (before && before.outerHTML === withId(child, item.id).outerHTML) return before;
    return withId(child, item.id);
  });
  if (
    children.length === container.childElementCount &&
    children.every((child, at) => child === container.children[at])
  ) {
    return;
  }
  container.replaceChildren(...children);
  if (focused && document.activeElement === document.body) {
    container.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  }
}

function withId(child, id) {
  child.dataset.id = id;
  return child;
}

function row(children) {
  return element("li", {}, element("div", { class: "row" }, ...children));
}

function actions(...buttons) {
  return element("span", { class: "actions" }, ...buttons);
}

function badge(state, text) {
  return element("span", { class: "state", "data-state": state }, text);
}

function button(text, onClick, label) {
  const made = element("button", { type: "button", ...(label ? { "aria-label": label } : {}) }, text);
  made.addEventListener("click", onClick);
  return made;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function onSubmit(id, action) {
  const form = byId(id);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    action(Object.fromEntries(new FormData(form)));
    form.reset();
  });
}

const post = (path, done) => send("POST", path, {}, done);

async function send(method, path, body, done) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const answer = await fetch(path, { ...init, headers: { "content-type": "application/json" } });
  const refused = answer.ok ? null : (await answer.json()).error.message;
  notify(refused ?? done);
}

async function copyText(text, done) {
  await navigator.clipboard.writeText(text);
  notify(done);
}

function notify(text) {
  byId("notice").textContent = text;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => byId("notice").replaceChildren(), NOTICE_SHOWN_MS);
}

function connection(state, text) {
  byId("connection").dataset.state = state;
  byId("connection").textContent = text;
}

function mint() {
  return { method: "POST", pathPattern: "/service_accounts$" };
}
