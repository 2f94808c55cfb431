import { userInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { DatabaseUrlError, parseDatabaseUrl } from "./database-url";

const SOCKETS = "/var/run/postgresql";
const me = userInfo().username;

describe("where a URL leads", () => {
  it.each([
    [
      "postgresql://u:p@db.example:6543/phase",
      { host: "db.example", port: 6543, user: "u", password: "p", database: "phase" },
    ],
    ["postgres://u@db.example/phase", { host: "db.example", port: 5432, user: "u", password: undefined }],
    ["postgresql://u:p@[::1]:6543/phase", { host: "::1", port: 6543 }],
    ["postgresql:///phase", { host: "localhost", user: me, database: "phase" }],
    ["postgresql://u@/phase", { host: "localhost", user: "u", database: "phase" }],
    ["postgresql://u@db.example", { database: "u" }],
    [`postgresql:///phase?host=${SOCKETS}`, { host: SOCKETS, user: me, database: "phase" }],
    [
      `postgresql://u:p@/phase?host=${SOCKETS}&port=6543`,
      { host: SOCKETS, port: 6543, user: "u", password: "p" },
    ],
    ["postgresql://u@%2Fvar%2Frun%2Fpostgresql/phase", { host: SOCKETS, user: "u", database: "phase" }],
    ["postgresql://%2Fvar%2Frun%2Fpostgresql:6543/phase", { host: SOCKETS, port: 6543 }],
    [
      "postgresql:///?host=h&user=u&password=p&dbname=phase",
      { host: "h", user: "u", password: "p", database: "phase" },
    ],
    ["postgresql://u:%23%2F%3F%25%40%3A@h/phase", { password: "#/?%@:" }],
    ["postgresql://u:p@ss:word@h/phase", { host: "h", password: "p@ss:word" }],
    ["postgresql://u:p@h/my%20phase", { database: "my phase" }],
    [
      "postgresql://u:p@h/phase?schema=public&connection_limit=5&pgbouncer=true&pool_timeout=2",
      { database: "phase" },
    ],
    ["postgresql://u:p@h/phase?target_session_attrs=read-write&connect_timeout=3", { host: "h" }],
    ["postgresql://u:p@h/phase?options=endpoint%3Dcool", { options: "endpoint=cool" }],
  ])("%s", (url, expected) => {
    expect(parseDatabaseUrl(url)).toMatchObject(expected);
  });
});

describe("how a URL wants TLS", () => {
  const whole = { verify: true, verifyHost: true };
  it.each([
    ["", null],
    ["sslmode=disable", null],
    ["ssl=0", null],
    ["sslmode=require", whole],
    ["ssl=true", whole],
    ["sslmode=verify-full&sslrootcert=/ca.pem", { ...whole, ca: "/ca.pem" }],
    ["sslrootcert=/ca.pem", { ...whole, ca: "/ca.pem" }],
    ["sslmode=verify-full&sslrootcert=system", whole],
    ["sslmode=verify-ca&sslrootcert=/ca.pem", { verify: true, verifyHost: false, ca: "/ca.pem" }],
    ["sslmode=verify-ca", whole],
    ["sslmode=no-verify", { verify: false, verifyHost: false }],
    ["uselibpqcompat=true&sslmode=require", { verify: false, verifyHost: false }],
    ["sslmode=require&sslcert=/c.pem&sslkey=/k.pem", { ...whole, cert: "/c.pem", key: "/k.pem" }],
  ])("%s", (query, expected) => {
    expect(parseDatabaseUrl(`postgresql://u:p@h/phase?${query}`).tls).toEqual(expected);
  });
});

describe("what is refused, in one sentence and without the password", () => {
  const ENCODED = "%23 %2F %3F %25 %40";
  it.each([
    ["host=h dbname=phase", "must be a PostgreSQL URL"],
    ["mysql://u:p@h/phase", "must be a PostgreSQL URL"],
    ["postgresql://u:hush#hush@h/phase", ENCODED],
    ["postgresql://u:12#3hush@h/phase", ENCODED],
    ["postgresql://u:hush/hush@h/phase", ENCODED],
    ["postgresql://u:12/3hush@h/phase", ENCODED],
    ["postgresql://u:hush?hush@h/phase", ENCODED],
    ["postgresql://u:100%hush@h/phase", ENCODED],
    ["postgresql://u:hush%@h/phase", ENCODED],
    ["postgresql://u:p@one:5432,two:5433/phase?target_session_attrs=read-write", "names several hosts"],
    ["postgresql://one,two/phase", "names several hosts"],
    ["postgresql:///phase?host=one,two", "names several hosts"],
    ["postgresql://u:p@h/phase?schema=mine", "schema public"],
    ["postgresql://u:p@h/phase?search_path=mine", "schema public"],
    ["postgresql://u:p@h/phase?options=-c%20search_path%3Dmine", "schema public"],
    ["postgresql://u:p@h/phase?options=-csearch_path%3Dmine", "schema public"],
    ["postgresql://u:p@h/phase?target_session_attrs=standby", "needs the primary"],
    ["postgresql://u:p@h/phase?sslmod=require", 'parameter "sslmod"'],
    ["postgresql://u:p@h/phase?sslmode=requiered", "sslmode"],
    ["postgresql://u:p@h:0/phase", "invalid port"],
  ])("%s", (url, part) => {
    const read = () => parseDatabaseUrl(url);
    expect(read).toThrow(DatabaseUrlError);
    expect(read).toThrow(part);
    expect(read).not.toThrow(/hush/);
  });
});
