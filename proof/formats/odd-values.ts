const QUOTES =
  `'|"|\`|''|""|"'|'"|it's|say "hi"|"quoted"|'quoted'|\`ticked\`|it's "both"|it's \`ticked\`|'x|x'|"x|x"`.split(
    "|",
  );
const SLASHES =
  String.raw`\|\\|x\|\x|'x\'|\'|\"|\\x|x\\|a\nb|a\tb|C:\dir|C:\dir\|\\server\share|it's \d|it's \n|\$|\u0041`.split(
    "|",
  );
const DOLLARS =
  "$|$$|$HOME|${HOME}|${HOME:-x}|${}|$(touch never)|$((1+1))|`touch never`|it's $HOME|a$b|%HOME%|${|$}|~|~root|*|?|[a]|{a,b}".split(
    "|",
  );
const SHELL =
  "a;touch never|a&touch never|a|touch never\na>never\n<never\n!\n!!\nexport A=1\n#x\nx#y\nx #y\n#\n=\n==x\n=ls\na:=ls\nA=1\n(a)\na b\n-n\n--".split(
    "\n",
  );
const BLANKS = [
  " ",
  "  a  ",
  "\t",
  "a\t",
  "\n",
  "a\n",
  "\na",
  "a\n\nb",
  "\r",
  "a\r",
  "a\r\nb",
  "a\rb",
  "\u00a0",
  "\u00a0a\u00a0",
];
const CODES = [
  "\u2028",
  "a\u2028K_INSIDE=1",
  "\u2029",
  "\x85",
  "\u3000a",
  "\v",
  "\f",
  "\x01",
  "\x1b[31m",
  "\x7f",
  "\x1c",
];
const UNICODE = [
  "\uFEFF",
  "\uFEFFvalue",
  "value\uFEFF",
  "ß",
  "😀",
  "e\u0301",
  "\u200b",
  "\u202e",
  "日本語",
  "\u{10ffff}",
  "\ud800",
  "\0",
];
const REAL = [
  "",
  "sk-svcacct-abc_DEF.123",
  "postgres://u:p%40ss@h:5432/d?a=b&c=d#e",
  `{"a":"b","c":[1,2]}`,
  `{"a":"it's"}`,
  "-----BEGIN KEY-----\nabc+/=\n-----END KEY-----\n",
  "-----BEGIN KEY-----\r\nabc\r\n-----END KEY-----\r\n",
  "K_NEXT=injected\nK_MORE='injected'",
  "x'\nK_NEXT='injected",
  'x"\nK_NEXT="injected',
  "#comment\nK_NEXT=1 # '",
  "x".repeat(65_536),
  "ß".repeat(32_768),
  "1",
  "true",
  "null",
  "it's over\\\ntwo lines",
];

/** Values that some reader or writer of files gets wrong, or would if it were careless. */
export const ODD_VALUES: readonly string[] = [
  ...new Set([...QUOTES, ...SLASHES, ...DOLLARS, ...SHELL, ...BLANKS, ...CODES, ...UNICODE, ...REAL]),
];
