import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { majorVersion } from "./postgres-programs";

// The Linux loader's message if npm omitted the links between the package's files.
const INCOMPLETE =
  "postgres: error while loading shared libraries: libicui18n.so.60: cannot open shared object file";

it.each([
  [INCOMPLETE, /^The bundled PostgreSQL is incomplete\. .* Run npm run build/],
  ["Illegal instruction", /^The bundled PostgreSQL can't run here:\nIllegal instruction\nSet DATABASE_URL/],
])("a PostgreSQL that can't run says what to do: %s", async (said, words) => {
  const folder = mkdtempSync(join(tmpdir(), "phase-programs-"));
  const postgres = join(folder, "postgres");
  writeFileSync(postgres, `#!/bin/sh\necho '${said}' >&2\nexit 127\n`, { mode: 0o755 });
  await expect(majorVersion({ postgres })).rejects.toThrow(words);
  rmSync(folder, { recursive: true });
});
