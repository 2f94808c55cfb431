/** Parses DATABASE_URL in one way, because node-postgres, libpq and Prisma each have their own. */
import { userInfo } from "node:os";

export type Tls = {
  /** Whether a trusted authority must have signed the server's certificate. */
  verify: boolean;
  /** Whether the certificate must be for this host. */
  verifyHost: boolean;
  /** Paths of PEM files. */
  ca?: string;
  cert?: string;
  key?: string;
};

export type DatabaseAddress = {
  /** A name, an IP address, or the folder of a Unix socket. */
  host: string;
  port: number;
  user: string;
  password: string | undefined;
  database: string;
  /** Command-line options for the server, such as `-c work_mem=8MB`. */
  options: string | undefined;
  tls: Tls | null;
  /** TLS from the first byte. */
  directTls: boolean;
  channelBinding: boolean;
};

/** Its message follows the name of the variable, and never repeats part of a password. */
export class DatabaseUrlError extends Error {
  override name = "DatabaseUrlError";
}

const SHAPE = "must be a PostgreSQL URL such as postgresql://user:password@host:5432/name";
const ENCODE = "Write characters such as # / ? % @ in a user name or password as %23 %2F %3F %25 %40";
const DEFAULT_PORT = 5432;
const TLS_PARAMETERS = ["ssl", "sslmode", "sslcert", "sslkey", "sslrootcert", "sslnegotiation", "sslsni"];
const TLS_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

/**
 * Accepts a URL like libpq (sockets as `?host=/folder` or `%2Ffolder`, no host at all), with node-postgres'
 * names for TLS. @throws DatabaseUrlError
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const url = readUrl(text);
  const query = url.searchParams;
  refuseWhatIsNotDone(query);
  const user = decoded(url.username) || query.get("user") || userInfo().username;
  const host = decoded(query.get("host") ?? url.hostname).replace(/^\[(.+)\]$/, "$1") || "localhost";
  if (host.includes(",")) refuseSeveralHosts();
  const port = Number(query.get("port") || url.port || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new DatabaseUrlError("has an invalid port");
  const directTls = query.get("sslnegotiation") === "direct";
  const tls = host.startsWith("/") ? null : tlsOf(query, directTls);
  return {
    host,
    port,
    user,
    password: decoded(url.password) || query.get("password") || undefined,
    database: decoded(url.pathname.slice(1)) || query.get("dbname") || user,
    options: query.get("options") || undefined,
    tls,
    directTls: directTls && tls !== null,
    channelBinding: tls !== null && ["prefer", "require"].includes(query.get("channel_binding") ?? ""),
  };
}

/** The URL in a form that `new URL` can read, with the same meaning. */
export function readUrl(text: string): URL {
  const scheme = /^(postgres|postgresql):\/\//i.exec(text);
  if (scheme === null) throw new DatabaseUrlError(SHAPE);
  const [authority = ""] = text.slice(scheme[0].length).split(/[/?#]/, 1);
  const hosts = authority.slice(authority.lastIndexOf("@") + 1);
  if (/^[^[\]]*,/.test(hosts) && !hosts.includes("@")) refuseSeveralHosts();
  // libpq accepts a user without a host, the URL standard doesn't.
  const whole = hosts === "" && authority !== "" ? text.replace(authority, `${authority}localhost`) : text;
  if (!URL.canParse(whole)) throw new DatabaseUrlError(`${SHAPE}. ${ENCODE}`);
  const url = new URL(whole);
  // If an unencoded character has cut the password, the rest of it and the host come later.
  if (url.hash !== "" || url.pathname.includes("@") || (url.username === "" && url.search.includes("@"))) {
    throw new DatabaseUrlError(`is ambiguous. ${ENCODE}`);
  }
  return url;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new DatabaseUrlError(`has a % that isn't part of a code. ${ENCODE}`);
  }
}

function refuseSeveralHosts(): never {
  throw new DatabaseUrlError(
    "names several hosts, and Phase connects to one. Use an address that follows the primary (a virtual IP address, or a pooler in session mode)",
  );
}

function refuseWhatIsNotDone(query: URLSearchParams): void {
  for (const name of ["schema", "search_path", "currentSchema"]) {
    const schema = query.get(name);
    if (schema !== null && schema !== "public") {
      throw new DatabaseUrlError(
        `sets another schema with "${name}". Phase uses the schema public. Leave "${name}" out, and give Phase its own database`,
      );
    }
  }
  if (/(^|\s|-c|--)search_path\s*=/.test(query.get("options") ?? "")) {
    throw new DatabaseUrlError(
      'sets search_path in "options". Phase uses the schema public. Leave it out, and give Phase its own database',
    );
  }
  const wanted = query.get("target_session_attrs");
  if (wanted !== null && !["any", "read-write", "primary"].includes(wanted)) {
    throw new DatabaseUrlError(
      'asks for a read-only server ("target_session_attrs"). Phase needs the primary. Leave it out',
    );
  }
  const unknown = [...query.keys()].find((name) => /^ssl/.test(name) && !TLS_PARAMETERS.includes(name));
  if (unknown !== undefined) {
    throw new DatabaseUrlError(
      `has the parameter "${unknown.replace(/[^\w-]/g, "")}", which Phase doesn't support. Those for TLS are ${TLS_PARAMETERS.join(", ")}`,
    );
  }
}

/**
 * `require` and `prefer` check the certificate like `verify-full`, because an unchecked one protects from
 * nobody in between.
 */
function tlsOf(query: URLSearchParams, direct: boolean): Tls | null {
  const mode = query.get("sslmode") ?? legacyMode(query.get("ssl"));
  const files = {
    ...given("ca", query.get("sslrootcert")),
    ...given("cert", query.get("sslcert")),
    ...given("key", query.get("sslkey")),
  };
  if (mode === null && Object.keys(files).length === 0 && !direct) return null;
  if (mode !== null && !TLS_MODES.includes(mode)) {
    throw new DatabaseUrlError(`has an unknown "sslmode". Use one of ${TLS_MODES.join(", ")}`);
  }
  if (mode === "disable" || mode === "allow") return null;
  const asLibpq = query.get("uselibpqcompat") === "true" && ["require", "prefer"].includes(mode ?? "");
  const verify = mode !== "no-verify" && !(asLibpq && files.ca === undefined);
  return { verify, verifyHost: verify && !asLibpq && !(mode === "verify-ca" && "ca" in files), ...files };
}

function legacyMode(ssl: string | null): string | null {
  if (ssl === null) return null;
  if (["0", "false"].includes(ssl)) return "disable";
  return ["1", "true"].includes(ssl) ? "verify-full" : ssl;
}

/** libpq writes "system" for the authorities that the system trusts, which are the default in Phase. */
function given<Name extends string>(name: Name, path: string | null): Partial<Record<Name, string>> {
  return path === null || path === "" || path === "system"
    ? {}
    : ({ [name]: path } as Partial<Record<Name, string>>);
}
