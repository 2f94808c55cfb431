import { expect, it } from "vitest";
import { OutageLog } from "./outage-log";

const AWAY = { name: "unreachable", says: "The database does not answer.", code: "ECONNREFUSED" } as const;

function outages() {
  const lines: [string, object, string][] = [];
  const clock = { seconds: 0 };
  const to = (level: string) => (fields: object, message: string) =>
    void lines.push([level, fields, message]);
  // The one of pino's call signatures that is used.
  const log = { error: to("error"), info: to("info") } as unknown as ConstructorParameters<
    typeof OutageLog
  >[0];
  return { lines, clock, log: new OutageLog(log, () => clock.seconds * 1000) };
}

it("reports an outage once, however much fails", () => {
  const { lines, log } = outages();
  for (let nth = 0; nth < 530; nth++) log.failed(AWAY);
  expect(lines).toEqual([
    ["error", { database: "unreachable", code: "ECONNREFUSED", failures: 1, seconds: 0 }, AWAY.says],
  ]);
});

it("counts a long outage, each time after twice as long", () => {
  const { lines, clock, log } = outages();
  for (; clock.seconds <= 420; clock.seconds++) log.failed(AWAY);
  const counted = lines.map(([, fields]) => fields);
  expect(counted).toMatchObject([
    { failures: 1, seconds: 0 },
    { failures: 61, seconds: 60 },
    { failures: 181, seconds: 180 },
    { failures: 421, seconds: 420 },
  ]);
});

it("reports the end and the duration, and starts again with the next one", () => {
  const { lines, clock, log } = outages();
  log.answered();
  log.failed(AWAY);
  clock.seconds = 7;
  log.failed(AWAY);
  clock.seconds = 22;
  log.answered();
  log.answered();
  log.failed(AWAY);
  expect(lines.map(([level, fields, message]) => [level, message, fields])).toMatchObject([
    ["error", AWAY.says, { failures: 1 }],
    ["info", "The database is responding again", { failures: 2, seconds: 7 }],
    ["error", AWAY.says, { failures: 1, seconds: 0 }],
  ]);
});

it("treats a read-only database that answers queries as one outage", () => {
  const { lines, clock, log } = outages();
  for (; clock.seconds < 50; clock.seconds += 1) {
    if (clock.seconds % 10 === 0) log.failed({ ...AWAY, name: "read_only" });
    log.answered();
  }
  expect(lines).toHaveLength(1);
  clock.seconds = 55;
  log.answered();
  expect(lines.slice(1)).toMatchObject([
    ["info", { failures: 5, seconds: 40 }, "The database is responding again"],
  ]);
});
