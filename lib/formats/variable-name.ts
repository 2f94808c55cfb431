/**
 * Names through which an environment makes programs load other code, from the manuals of ld.so, dyld, bash,
 * dash, zsh, Node, npm, Python, Perl, Ruby, PHP, Lua, Erlang, the JVM, .NET, OpenSSL, git and less.
 * Permission to write a secret must not mean permission to run code on every machine that reads it.
 */
const LOADS_CODE = new Set([
  "PATH",
  "BASH_ENV",
  "ENV",
  "SHELLOPTS",
  "BASHOPTS",
  "PROMPT_COMMAND",
  "PS4",
  "IFS",
  "NODE_OPTIONS",
  "NODE_PATH",
  "NODE_REPL_EXTERNAL_MODULE",
  "PYTHONSTARTUP",
  "PYTHONPATH",
  "PYTHONHOME",
  "PYTHONBREAKPOINT",
  "PERL5OPT",
  "PERL5LIB",
  "PERL5DB",
  "PERLLIB",
  "RUBYOPT",
  "RUBYLIB",
  "JAVA_TOOL_OPTIONS",
  "JDK_JAVA_OPTIONS",
  "_JAVA_OPTIONS",
  "GCONV_PATH",
  "LOCPATH",
  "GIT_SSH_COMMAND",
  "GIT_EXEC_PATH",
  "GIT_SSH",
  "GIT_ASKPASS",
  "GIT_PAGER",
  "GIT_EDITOR",
  "GIT_EXTERNAL_DIFF",
  "GIT_PROXY_COMMAND",
  "GIT_TEMPLATE_DIR",
  "SSH_ASKPASS",
  "PAGER",
  "EDITOR",
  "VISUAL",
  "LESSOPEN",
  "LESSCLOSE",
  "ZDOTDIR",
  "FPATH",
  "ELECTRON_RUN_AS_NODE",
  "PYTHONUSERBASE",
  "PYTHONINSPECT",
  "CLASSPATH",
  "PHPRC",
  "PHP_INI_SCAN_DIR",
  "DOTNET_STARTUP_HOOKS",
  "PYTHONWARNINGS",
  "BROWSER",
  "MANPAGER",
  "GIT_SEQUENCE_EDITOR",
  "GEM_HOME",
  "GEM_PATH",
  "ELIXIR_ERL_OPTIONS",
  "ERL_FLAGS",
  "ERL_AFLAGS",
  "ERL_ZFLAGS",
  "ERL_LIBS",
  "OPENSSL_CONF",
  "OPENSSL_MODULES",
  "OPENSSL_ENGINES",
  "GLIBC_TUNABLES",
]);
/** Some of these end in a version or a processor width. */
const LOADS_CODE_PREFIXES = [
  "LD_",
  "DYLD_",
  "BASH_FUNC_",
  "NPM_CONFIG_",
  "GIT_CONFIG_",
  "LUA_INIT",
  "LUA_PATH",
  "LUA_CPATH",
  "CORECLR_PROFILER",
  "COR_PROFILER",
];
/** Properties that every JavaScript object has. */
const OBJECT_MEMBERS = new Set(["__proto__", "constructor", "prototype"]);

/** Letters, digits and underscores. */
export const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Why a secret may not have this name. Null if it may. */
export function refusalOf(name: string): string | null {
  const upper = name.toUpperCase();
  if (LOADS_CODE.has(upper) || LOADS_CODE_PREFIXES.some((prefix) => upper.startsWith(prefix))) {
    return `${name} changes how programs run. Set it where the program is started.`;
  }
  if (upper.startsWith("PHASE_")) return "Names that start with PHASE_ are Phase's own settings.";
  if (OBJECT_MEMBERS.has(name)) return `${name} has a special meaning in JavaScript. Use another name.`;
  return null;
}

/**
 * Whether a secret may have this name. Checked again where programs are started and shell text is written:
 * names are stored unencrypted, so anyone who can write to the database, or respond in the server's place,
 * chooses them.
 */
export function mayNameSecret(name: string): boolean {
  return VARIABLE_NAME.test(name) && refusalOf(name) === null;
}
