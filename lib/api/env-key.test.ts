import { expect, it } from "vitest";
import { envKeySchema } from "./env-key";

const problemOf = (name: string) => envKeySchema.safeParse(name).error?.issues[0]?.message ?? null;

it.each([
  "OPENAI_API_KEY",
  "DATABASE_URL",
  "NODE_ENV",
  "PATHS",
  "MY_PATH",
  "ENVIRONMENT",
  "OLD_LD",
  "_x1",
  "NPM_TOKEN",
  "GIT_TOKEN",
])("%s is a name", (name) => {
  expect(problemOf(name)).toBeNull();
});

it.each([
  ...["PATH", "Path", "NODE_OPTIONS", "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "DYLD_INSERT_LIBRARIES"],
  ...["BASH_ENV", "ENV", "BASH_FUNC_ls", "PYTHONSTARTUP", "PERL5OPT", "RUBYOPT", "JAVA_TOOL_OPTIONS"],
  ...[
    "ZDOTDIR",
    "npm_config_script_shell",
    "GIT_CONFIG_KEY_0",
    "GIT_SSH",
    "LESSOPEN",
    "OPENSSL_CONF",
    "CLASSPATH",
  ],
  ...[
    "LUA_INIT_5_4",
    "LUA_CPATH_5_3",
    "ERL_AFLAGS",
    "PYTHONWARNINGS",
    "CORECLR_PROFILER_PATH_64",
    "GEM_HOME",
  ],
  ...["GIT_SEQUENCE_EDITOR", "MANPAGER", "BROWSER"],
  ...["DOTNET_STARTUP_HOOKS", "LUA_INIT", "PHPRC", "GLIBC_TUNABLES", "EDITOR"],
])("%s is refused, for it changes how programs run", (name) => {
  expect(problemOf(name)).toContain("changes how programs run");
});

it.each([
  ["PHASE_SERVICE_TOKEN", "Phase's own"],
  ["phase_host", "Phase's own"],
  ["__proto__", "JavaScript"],
  ["constructor", "JavaScript"],
  ["", "Enter a name"],
  ["1A", "not starting with a digit"],
  ["A-B", "letters, digits"],
  ["A\nB", "letters, digits"],
])("%o is refused by its reason", (name, words) => {
  expect(problemOf(name)).toContain(words);
});
