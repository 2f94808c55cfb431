/** What DATABASE_URL says, read in one way: node-postgres, libpq and Prisma each have their own. */
import { userInfo } from "node:os";

export type Tls = {
  /** Whether the server's certificate must be one that an authority vouches for. */
  verify: boolean;
  /** Whether it must be made out to this host. */
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

/** Its message goes on after "DATABASE_URL is wrong: it", and repeats nothing of a password. */
export class DatabaseUrlError extends Error {
  override name = "DatabaseUrlError";
}

const SHAPE = "should be a PostgreSQL URL such as postgresql://user:password@host:5432/name";
const ENCODE =
  "Characters such as # / ? % @ in a user name or password have to be written as %23 %2F %3F %25 %40";
const DEFAULT_PORT = 5432;
const TLS_PARAMETERS = ["ssl", "sslmode", "sslcert", "sslkey", "sslrootcert", "sslnegotiation", "sslsni"];
const TLS_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

/**
 * Takes a URL as libpq does (sockets as `?host=/folder` or `%2Ffolder`, no host at all), with node-postgres' words for TLS.
 * @throws DatabaseUrlError
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const url = readUrl(text);
  const query = url.searchParams;
  refuseWhatIsNotDone(query);
  const user = decoded(url.username) || query.get("user") || userInfo().username;
  const host = decoded(query.get("host") ?? url.hostname).replace(/^\[(.+)\]$/, "$1") || "localhost";
  if (host.includes(",")) refuseSeveralHosts();
  const port = Number(query.get("port") || url.port || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new DatabaseUrlError("has a wrong port");
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

/** The URL in a form that `new URL` reads, meaning the same. */
export function readUrl(text: string): URL {
  const scheme = /^(postgres|postgresql):\/\//i.exec(text);
  if (scheme === null) throw new DatabaseUrlError(SHAPE);
  const [authority = ""] = text.slice(scheme[0].length).split(/[/?#]/, 1);
  const hosts = authority.slice(authority.lastIndexOf("@") + 1);
  if (/^[^[\]]*,/.test(hosts) && !hosts.includes("@")) refuseSeveralHosts();
  // A user without a host is what libpq takes and the URL standard does not.
  const whole = hosts === "" && authority !== "" ? text.replace(authority, `${authority}localhost`) : text;
  if (!URL.canParse(whole)) throw new DatabaseUrlError(`${SHAPE}. ${ENCODE}`);
  const url = new URL(whole);
  // Where an unencoded character has cut the password, the rest of it and the host stand further behind.
  if (url.hash !== "" || url.pathname.includes("@") || (url.username === "" && url.search.includes("@"))) {
    throw new DatabaseUrlError(`can't be read without doubt. ${ENCODE}`);
  }
  return url;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new DatabaseUrlError(`has a % that begins no code. ${ENCODE}`);
  }
}

function refuseSeveralHosts(): never {
  throw new DatabaseUrlError(
    "names several hosts. Phase connects to one: give it the address that follows the primary (a virtual address, or a pooler in session mode)",
  );
}

function refuseWhatIsNotDone(query: URLSearchParams): void {
  for (const name of ["schema", "search_path", "currentSchema"]) {
    const schema = query.get(name);
    if (schema !== null && schema !== "public") {
      throw new DatabaseUrlError(
        `asks for another schema with "${name}". Phase keeps its tables in the schema public: leave "${name}" out, and give Phase a database of its own`,
      );
    }
  }
  if (/(^|\s|-c|--)search_path\s*=/.test(query.get("options") ?? "")) {
    throw new DatabaseUrlError(
      'sets search_path in "options". Phase keeps its tables in the schema public: leave it out, and give Phase a database of its own',
    );
  }
  const wanted = query.get("target_session_attrs");
  if (wanted !== null && !["any", "read-write", "primary"].includes(wanted)) {
    throw new DatabaseUrlError(
      'asks for a server that may not be written to ("target_session_attrs"). Phase needs the primary: leave it out',
    );
  }
  const unknown = [...query.keys()].find((name) => /^ssl/.test(name) && !TLS_PARAMETERS.includes(name));
  if (unknown !== undefined) {
    throw new DatabaseUrlError(
      `has the parameter "${unknown.replace(/[^\w-]/g, "")}", which is not known here. Those for TLS are ${TLS_PARAMETERS.join(", ")}`,
    );
  }
}

/** `require` and `prefer` check the certificate as `verify-full` does: an unchecked one protects from nobody in between. */
function tlsOf(query: URLSearchParams, direct: boolean): Tls | null {
  const mode = query.get("sslmode") ?? legacyMode(query.get("ssl"));
  const files = {
    ...given("ca", query.get("sslrootcert")),
    ...given("cert", query.get("sslcert")),
    ...given("key", query.get("sslkey")),
  };
  if (mode === null && Object.keys(files).length === 0 && !direct) return null;
  if (mode !== null && !TLS_MODES.includes(mode)) {
    throw new DatabaseUrlError(`has an "sslmode" that is not known. It can be ${TLS_MODES.join(", ")}`);
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

/** libpq writes "system" for the authorities that the system trusts, which are the default here. */
function given<Name extends string>(name: Name, path: string | null): Partial<Record<Name, string>> {
  return path === null || path === "" || path === "system"
    ? {}
    : ({ [name]: path } as Partial<Record<Name, string>>);
}
